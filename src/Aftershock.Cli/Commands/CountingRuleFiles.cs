using Aftershock.Analyzing;

namespace Aftershock.Cli.Commands;

/// <summary>Finds the rules and events that came with the program, and a user's own.</summary>
internal static class CountingRuleFiles
{
    /// <summary>The rule where none is named, on the command line as in the dashboard: of no particular country.</summary>
    public const string Default = "leaks-anywhere";

    /// <summary>A rule by the name under which it ships, or a file of one.</summary>
    public static CountingRule Find(string nameOrFile)
    {
        var shipped = Path.Combine(Folders.Rules, "counting", $"{nameOrFile}.yaml");
        var isName = nameOrFile.AsSpan().IndexOfAny('/', '\\', '.') < 0;
        var path = isName && File.Exists(shipped) ? shipped : nameOrFile;
        if (!File.Exists(path))
        {
            throw CommandException.Usage($"rule {nameOrFile}: no rule of that name ships and no file is there; shipped are {string.Join(", ", Names())}.");
        }

        return Read(() => CountingRules.Read(path));
    }

    /// <summary>The events that ship with the program.</summary>
    public static IReadOnlyList<LeakEvent> Events()
    {
        var folder = Path.Combine(Folders.Rules, "events");
        return Directory.Exists(folder) ? Read(() => LeakEvents.Load(folder)) : [];
    }

    /// <summary>Reads a user's file; what is wrong in it ends the command with all of it.</summary>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FileMistakesException failure)
        {
            throw CommandException.Unreadable(failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Unreadable(failure.Message);
        }
    }

    private static IEnumerable<string> Names()
    {
        var folder = Path.Combine(Folders.Rules, "counting");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)
            : [];
    }
}
