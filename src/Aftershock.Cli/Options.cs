using System.CommandLine;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;

namespace Aftershock.Cli;

/// <summary>Options that several commands share, made anew for each so that a command owns its own.</summary>
internal static class Options
{
    public static Option<string> Store() => new("--store")
    {
        Description = "Folder of the store; AFTERSHOCK_STORE names another default.",
        HelpName = "PATH",
        DefaultValueFactory = _ => Folders.DefaultStore,
    };

    public static Option<bool> Json() => new("--json") { Description = "Write one JSON document." };

    public static Option<bool> JsonLines() => new("--jsonl") { Description = "Write one JSON object a line, as a stream." };

    public static Option<bool> Csv() => new("--csv") { Description = "Write comma-separated values (RFC 4180)." };

    /// <summary>Opens the store that the option names; a store that is not there is made only when <paramref name="create"/> is set.</summary>
    public static async Task<IStore> OpenStoreAsync(string path, bool create, TimeProvider clock, CancellationToken cancel)
    {
        if (path.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            throw CommandException.Usage($"--store {path}: this version keeps its store in a folder; give a path.");
        }

        if (!create && !File.Exists(Path.Combine(path, "aftershock.db")))
        {
            throw new CommandException(ExitCode.Failed, $"no store at {path}. Make one with: aftershock demo, or aftershock import --help");
        }

        return await SqliteStores.OpenAsync(path, clock, cancel).ConfigureAwait(false);
    }

    /// <summary>The evidence of a store; AFTERSHOCK_VAULT_KEY names another place for its key.</summary>
    public static VaultSettings Vault(string store) => new()
    {
        Folder = Path.Combine(store, "evidence"),
        KeyFile = Environment.GetEnvironmentVariable("AFTERSHOCK_VAULT_KEY") is { Length: > 0 } given ? given : null,
    };
}

/// <summary>Where the program finds what came with it, and where it keeps what it makes.</summary>
internal static class Folders
{
    /// <summary>The rules that came with the program; AFTERSHOCK_RULES names another folder.</summary>
    /// <exception cref="CommandException">The folder that AFTERSHOCK_RULES names is not there.</exception>
    public static string Rules => Environment.GetEnvironmentVariable("AFTERSHOCK_RULES") is { Length: > 0 } given
        ? Directory.Exists(given) ? given : throw CommandException.Unreadable($"AFTERSHOCK_RULES: {given}: no such folder; expected rules, with the folders recognizing and counting in it.")
        : Path.Combine(AppContext.BaseDirectory, "rules");

    public static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    public static string WebRoot => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static string DefaultStore => Environment.GetEnvironmentVariable("AFTERSHOCK_STORE") is { Length: > 0 } given
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "aftershock");
}
