using Aftershock.Recognizing;

namespace Aftershock.Tests.Recognizing;

/// <summary>The recognizer with the rules that ship, loaded once for all tests.</summary>
internal static class ShippedRules
{
    private static readonly Lazy<Recognizer> s_recognizer = new(() => Recognizer.Load(Folder));

    public static string Folder => Path.Combine(Repository.Root, "rules");

    public static Recognizer Recognizer => s_recognizer.Value;

    public static Recognition Read(string title, string body = "", string? postedAt = "2022-07-20T10:00:00Z", string? section = null) =>
        Recognizer.Recognize(new PostText
        {
            Title = title,
            Body = body,
            Section = section,
            PostedAt = postedAt is null ? null : DateTimeOffset.Parse(postedAt, System.Globalization.CultureInfo.InvariantCulture),
        });
}
