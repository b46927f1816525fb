using System.Globalization;
using Aftershock.Analyzing;
using Aftershock.Web.Words;

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
                    $"{Csv.Cell(report.Rule.Name)},{Csv.Cell(report.Snapshot)},{Csv.Cell(series.Name)},{p.Name(report.By)},{TrendsCommand.Iso(p.From)},{TrendsCommand.Iso(p.To)},{p.Count},{p.Low},{p.High},{p.Coverage},{p.RecordsClaimed},{(p.Partial ? "true" : "false")}\r\n"));
            }
        }
    }
}
