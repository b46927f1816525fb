using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;

namespace Aftershock.Running;

/// <summary>Checks the evidence by itself and against the store: lines cut off at a ledger's end break no chain, but the store knows what stood there.</summary>
public static class EvidenceCheck
{
    private const int PageSize = 1_000;

    /// <returns>The first thing that is not as it was is in <see cref="VerifyReport.Break"/>.</returns>
    public static Task<VerifyReport> RunAsync(EvidenceReader reader, ICaptureStore captures, IProgress<long>? progress, CancellationToken cancel) =>
        RunAsync(reader, captures, [], progress, cancel);

    /// <param name="heads">Hashes that were published once; the chain must hold them.</param>
    /// <returns>The first thing that is not as it was is in <see cref="VerifyReport.Break"/>.</returns>
    public static async Task<VerifyReport> RunAsync(EvidenceReader reader, ICaptureStore captures, IReadOnlyList<string> heads, IProgress<long>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(captures);
        var report = await reader.VerifyAsync(heads, progress, cancel).ConfigureAwait(false);
        if (!report.IsSound)
        {
            return report;
        }

        var ledger = reader.Entries().Where(e => e.Kind == LedgerKind.Capture).ToDictionary(e => e.Capture, e => (e.Sha256, e.Place));
        string? after = null;
        do
        {
            var page = await captures.ListAsync(null, null, PageSize, after, cancel).ConfigureAwait(false);
            foreach (var capture in page.Items)
            {
                if (!ledger.TryGetValue(capture.Id, out var line))
                {
                    return report with { Break = new Rejection($"capture {capture.Id}", "is in the store and not in the ledger: lines at its end were cut off") };
                }

                if (line != (capture.Sha256, capture.Place))
                {
                    return report with { Break = new Rejection($"capture {capture.Id}", "has another hash or place in the store than in the ledger") };
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return report;
    }
}
