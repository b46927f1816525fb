using System.Globalization;
using Aftershock.Analyzing;

namespace Aftershock.Cli.Commands;

/// <summary>Writes the series as RFC 4180, one line a point.</summary>
internal static class TrendsCsv
{
    public static void Write(TextWriter output, TrendReport report)
    {
        output.Write("rule,snapshot,split,period,from,to,count,low,high,coverage,records_claimed,partial\r\n");
        foreach (var series in report.Series)
        {
            foreach (var p in series.Points)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{Cell(report.Rule.Name)},{Cell(report.Snapshot)},{Cell(series.Name)},{p.Name(report.By)},{TrendsCommand.Iso(p.From)},{TrendsCommand.Iso(p.To)},{p.Count},{p.Low},{p.High},{p.Coverage},{p.RecordsClaimed},{(p.Partial ? "true" : "false")}\r\n"));
            }
        }
    }

    /// <summary>Quoted where it must be; a text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
