using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;
using Aftershock.Recognizing;

namespace Aftershock.Running;

/// <summary>Walks pages from the door to the store: sealed as evidence first, then read, masked, recognized and stored.</summary>
/// <remarks>
/// Batches overlap: while one is being stored, the next are being read and those after them packed, on all processors;
/// one task seals and one stores, in the order of the input. Each batch is stored whole or not at all, after its
/// evidence is durable, so an import may die at any moment and be started again.
/// </remarks>
public sealed class Import(IStore store, EvidenceVault vault, Recognizer recognizer, TimeProvider time)
{
    private readonly BatchReader _reader = new(recognizer);

    /// <summary>Imports everything; what cannot be read is told in the report.</summary>
    /// <returns>What was done; when it was cancelled, what was done until then: batches stored stay, and the same import again goes on from there.</returns>
    public async Task<ImportReport> RunAsync(ImportRequest request, ImportSettings? settings = null, IProgress<ImportProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        settings ??= new ImportSettings();
        var began = time.GetUtcNow();
        var account = new ImportAccount(request, vault.Repaired, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var packing = Channel.CreateBounded<Task<PackedBatch>>(settings.Parallel);
        var reading = Channel.CreateBounded<Task<ReadBatch>>(settings.Parallel);
        Task[] stages =
        [
            StageAsync(packing.Writer, stop, () => PackAllAsync(request, settings, packing.Writer, stop.Token)),
            StageAsync(reading.Writer, stop, () => SealAllAsync(request, packing.Reader, reading.Writer, stop.Token)),
            StageAsync<int>(null, stop, () => StoreAllAsync(request, reading.Reader, account, progress, stop.Token)),
        ];
        try
        {
            await Task.WhenAll(stages).ConfigureAwait(false);
        }
        catch (Exception) when (stages.FirstOrDefault(s => s.IsFaulted) is { } failed)
        {
            // The stage that failed stopped the others; its error is the one to tell.
            await failed.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }

        var report = account.Close(interrupted: stages.Any(s => s.IsCanceled));
        await RememberAsync(request, report, began).ConfigureAwait(false);
        return report;
    }

    /// <summary>What came of the run, and what it could not read, stays in the store: the console is gone tomorrow.</summary>
    private async Task RememberAsync(ImportRequest request, ImportReport report, DateTimeOffset began)
    {
        // Also of a run that was cancelled, so not under its token.
        await store.Writer.WriteAsync(new Batch { Sources = [request.Source] }, CancellationToken.None).ConfigureAwait(false);
        var run = new Run
        {
            Name = request.Run,
            Source = request.Source.Id,
            Command = request.Command,
            StartedAt = began,
            EndedAt = time.GetUtcNow(),
            Files = report.Files,
            Pages = report.Pages,
            Posts = report.Rows,
            NewPosts = report.PostsNew,
            ChangedPosts = report.PostsChanged,
            Rejected = report.Rejections.Count,
            Rejections = [.. report.Rejections.Take(Run.MostRejections)],
        };
        await store.Writer.WriteAsync(run, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Runs one stage; whichever way it ends, the next stage sees the end, and after an error all stop.</summary>
    private static async Task StageAsync<T>(ChannelWriter<T>? output, CancellationTokenSource stop, Func<Task> stage)
    {
        try
        {
            await Task.Run(stage, stop.Token).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            output?.TryComplete();
        }
    }

    private async Task PackAllAsync(ImportRequest request, ImportSettings settings, ChannelWriter<Task<PackedBatch>> output, CancellationToken cancel)
    {
        await foreach (var batch in BatchesAsync(request.Intakes, settings, cancel).ConfigureAwait(false))
        {
            var packing = Task.Run(() => new PackedBatch(batch, Pack(batch, cancel)), cancel);
            await output.WriteAsync(packing, cancel).ConfigureAwait(false);
        }
    }

    private List<PackedPage> Pack(IReadOnlyList<Intake> batch, CancellationToken cancel)
    {
        var packed = new List<PackedPage>(batch.Count);
        foreach (var intake in batch.Where(i => i.Page is not null))
        {
            cancel.ThrowIfCancellationRequested();
            packed.Add(vault.Pack(intake.Page!));
        }

        return packed;
    }

    private async Task SealAllAsync(ImportRequest request, ChannelReader<Task<PackedBatch>> input, ChannelWriter<Task<ReadBatch>> output, CancellationToken cancel)
    {
        await foreach (var packing in input.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            var packed = await packing.ConfigureAwait(false);
            var sealedPages = await vault.SealAsync(packed.Pages, request.Run, cancel).ConfigureAwait(false);
            var reading = Task.Run(() => _reader.Read(request, packed.Intakes, sealedPages, cancel), cancel);
            await output.WriteAsync(reading, cancel).ConfigureAwait(false);
        }
    }

    private async Task StoreAllAsync(ImportRequest request, ChannelReader<Task<ReadBatch>> input, ImportAccount account, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        await foreach (var reading in input.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            var read = await reading.ConfigureAwait(false);
            var counted = account.Take(read);
            Written written;
            try
            {
                written = await store.Writer.WriteAsync(read.ToBatch(request.Source), cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                account.TakeBack();
                throw;
            }

            account.Stored(counted, written);
            progress?.Report(account.Progress());
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<Intake>> BatchesAsync(IAsyncEnumerable<Intake> intakes, ImportSettings settings, [EnumeratorCancellation] CancellationToken cancel)
    {
        var batch = new List<Intake>();
        long rows = 0, bytes = 0;
        await foreach (var intake in intakes.WithCancellation(cancel).ConfigureAwait(false))
        {
            batch.Add(intake);
            rows += intake.Page?.Rows ?? 0;
            bytes += intake.Page?.Content.Length ?? 0;
            if (batch.Count >= settings.PagesPerBatch || rows >= settings.RowsPerBatch || bytes >= settings.BytesPerBatch)
            {
                yield return batch;
                batch = [];
                (rows, bytes) = (0, 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private sealed record PackedBatch(IReadOnlyList<Intake> Intakes, IReadOnlyList<PackedPage> Pages);
}
