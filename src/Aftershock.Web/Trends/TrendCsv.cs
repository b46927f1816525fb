using Aftershock.Analyzing;
using Aftershock.Web.Frame;
using Aftershock.Web.Words;

namespace Aftershock.Web.Trends;

/// <summary>The series as RFC 4180, one line a point: the same from <c>trends --csv</c> and from the dashboard.</summary>
public static class TrendCsv
{
    public static string Of(TrendReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var csv = new System.Text.StringBuilder();
        csv.Append(Csv.Row("rule", "snapshot", "split", "period", "from", "to", "count", "low", "high", "coverage", "records_claimed", "partial"));
        foreach (var series in report.Series)
        {
            foreach (var p in series.Points)
            {
                csv.Append(Csv.Row(
                    report.Rule.Name, report.Snapshot, series.Name, p.Name(report.By), View.Iso(p.From), View.Iso(p.To), p.Count, p.Low, p.High, p.Coverage,
                    p.RecordsClaimed, p.Partial ? "true" : "false"));
            }
        }

        return csv.ToString();
    }
}
