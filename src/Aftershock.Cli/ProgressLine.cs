using System.Globalization;

namespace Aftershock.Cli;

/// <summary>One line on standard error that shows how far long work is; silent where that is no terminal.</summary>
/// <remarks>Redrawn at most ten times a second. <see cref="Dispose"/> wipes it, so that what follows starts on a clean line.</remarks>
internal sealed class ProgressLine(Terminal terminal, string what, string unit) : IDisposable
{
    private const int BarWidth = 24;

    private readonly long _began = terminal.Clock.GetTimestamp();
    private readonly Lock _lock = new();
    private long _drawnAt;
    private int _drawnWidth;

    /// <param name="done">Units done so far.</param>
    /// <param name="total">Units in all; null when that is not known.</param>
    public void Show(long done, long? total)
    {
        if (!terminal.ShowsProgress)
        {
            return;
        }

        lock (_lock)
        {
            var now = terminal.Clock.GetTimestamp();
            var isLast = done == total;
            if (!isLast && _drawnAt != 0 && terminal.Clock.GetElapsedTime(_drawnAt, now) < TimeSpan.FromMilliseconds(100))
            {
                return;
            }

            _drawnAt = now;
            Draw(Text(done, total, terminal.Clock.GetElapsedTime(_began, now)));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_drawnWidth > 0)
            {
                Draw("");
                terminal.Error.Write('\r');
            }
        }
    }

    private string Text(long done, long? total, TimeSpan elapsed)
    {
        var rate = elapsed.TotalSeconds > 0.2 ? done / elapsed.TotalSeconds : 0;
        var figures = string.Create(CultureInfo.InvariantCulture, $"{done:N0} {unit}, {rate:N0}/s");
        if (total is not > 0)
        {
            return $"{what}: {figures}";
        }

        var share = Math.Clamp((double)done / total.Value, 0, 1);
        var filled = (int)(share * BarWidth);
        var bar = new string('━', filled) + new string('─', BarWidth - filled);
        var left = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $", {(total.Value - done) / rate:N0} s left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{what} {bar} {share,4:P0}  {figures}{left}");
    }

    private void Draw(string text)
    {
        terminal.Error.Write('\r');
        terminal.Error.Write(text.PadRight(_drawnWidth));
        _drawnWidth = text.Length;
    }
}
