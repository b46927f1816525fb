using System.Text;

namespace Aftershock.Cli;

/// <summary>Where a command writes, and what it may assume of the place.</summary>
public sealed class Terminal
{
    /// <summary>Kept, since the registration ends with the object.</summary>
    private static IDisposable? s_terminate;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Whether progress may be drawn: standard error is a terminal.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Whether tables may be drawn with color: standard output is a terminal and NO_COLOR is not set.</summary>
    public bool Colors { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Set by Ctrl-C or SIGTERM: finish the step and stop.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>The console of this process; the first Ctrl-C asks commands to stop, the second ends at once.</summary>
    public static Terminal OfProcess()
    {
        var cancel = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = !cancel.IsCancellationRequested;
            cancel.Cancel();
        };
        s_terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
        {
            context.Cancel = !cancel.IsCancellationRequested;
            cancel.Cancel();
        });
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 16) { AutoFlush = !Console.IsOutputRedirected };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => FlushQuietly(output);
        return new Terminal
        {
            Out = output,
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            In = new StreamReader(Console.OpenStandardInput(), utf8),
            ShowsProgress = !Console.IsErrorRedirected,
            Colors = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Cancelled = cancel.Token,
        };
    }

    /// <summary>A stranger's text as it may be printed: what moves the cursor, turns the direction or hides becomes a blank.</summary>
    public static string Harmless(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsHarmful) ? new string([.. text.Select(c => IsHarmful(c) ? ' ' : c)]) : text;
    }

    private static bool IsHarmful(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;

    /// <summary>Whether the failure means that whoever read our output has gone (EPIPE).</summary>
    public static bool IsBrokenPipe(IOException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        const int brokenPipe = 32;
        return (failure.HResult & 0xFFFF) == brokenPipe || failure.Message.Contains("Broken pipe", StringComparison.Ordinal);
    }

    private static void FlushQuietly(StreamWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
            // The reader has gone; there is nobody left to tell.
        }
    }
}
