namespace Aftershock.Web.Words;

/// <summary>A run of a text over which the same fields were read.</summary>
/// <param name="Pieces">The words, dead.</param>
/// <param name="Spans">The spans that cover it; empty for words from which nothing was read.</param>
/// <param name="Opens">The spans that begin here.</param>
public sealed record Segment(IReadOnlyList<DeadPiece> Pieces, IReadOnlyList<EvidenceSpan> Spans, IReadOnlyList<EvidenceSpan> Opens);

/// <summary>Cuts a text at the borders of its spans, which may overlap.</summary>
public static class HighlightedText
{
    /// <summary>Longest text shown, in code points; the rest stays in the evidence.</summary>
    public const int Longest = 60_000;

    /// <summary>The text in segments, in order and without gaps, up to <see cref="Longest"/>. Spans out of the text are cut to it.</summary>
    /// <param name="text">Title or body.</param>
    /// <param name="spans">Spans into this text, in code points.</param>
    public static IReadOnlyList<Segment> Cut(string text, IEnumerable<EvidenceSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(spans);
        var shown = DeadText.PerCodePoint(text);
        var length = Math.Min(shown.Count, Longest);
        var inside = spans
            .Select(s => s with { Start = Math.Clamp(s.Start, 0, length), End = Math.Clamp(s.End, 0, length) })
            .Where(s => s.End > s.Start)
            .Distinct()
            .OrderBy(s => s.Start).ThenByDescending(s => s.End).ThenBy(s => s.Field, StringComparer.Ordinal)
            .ToList();
        var borders = new SortedSet<int> { 0, length };
        foreach (var span in inside)
        {
            borders.Add(span.Start);
            borders.Add(span.End);
        }

        var segments = new List<Segment>();
        var from = 0;
        foreach (var to in borders.Where(b => b > 0))
        {
            var covering = inside.Where(s => s.Start <= from && s.End >= to).ToList();
            segments.Add(new Segment(DeadText.Join(shown, from, to), covering, [.. covering.Where(s => s.Start == from)]));
            from = to;
        }

        return segments;
    }
}
