namespace Aftershock.Analyzing.Mathematics;

/// <summary>A confidence interval, both ends included; an end may be infinite.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Both ends multiplied by the same positive number, as an interval of a scaled quantity is.</summary>
    public Interval Times(double factor) => new(Low * factor, High * factor);

    public bool Contains(double value) => value >= Low && value <= High;
}
