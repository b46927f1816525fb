namespace Aftershock.Tests.Recognizing;

/// <summary>A fact that needs the labelled posts beside the checkout; where they are absent it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GoldFactAttribute : FactAttribute
{
    public GoldFactAttribute()
    {
        if (!File.Exists(GoldFile))
        {
            Skip = "The labelled posts (shared/gold/dev.jsonl) are not on this machine.";
        }
    }

    internal static string GoldFile => Path.Combine(Repository.Shared ?? "", "gold", "dev.jsonl");
}
