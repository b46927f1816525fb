using System.Text.Json;

namespace Aftershock.Tests.Analyzing;

/// <summary>Results of R and of exact computations, and how near ours must come.</summary>
internal static class Reference
{
    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(RealDataFactAttribute.Find($"reference/{file}")!));
        return document.RootElement.Clone();
    }

    /// <summary>Equal to nine digits: the tolerance that the reference asks for.</summary>
    public static void Near(double expected, double actual, double relative = 1e-9)
    {
        if (expected == actual)
        {
            return;
        }

        var difference = Math.Abs(expected - actual) / Math.Max(Math.Abs(expected), double.Epsilon);
        Assert.True(difference <= relative, $"expected {expected:R}, was {actual:R}: off by {difference:E1} of it");
    }
}
