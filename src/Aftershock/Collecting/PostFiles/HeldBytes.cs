using System.Globalization;

namespace Aftershock.Collecting.PostFiles;

/// <summary>The part of a stream that a cutter holds: whole blocks leave it at the front, further bytes come in at the back.</summary>
internal abstract class HeldBytes(Stream content)
{
    /// <summary>What is held is <c>Held[Start..End]</c>, of which the bytes up to <see cref="At"/> were looked at.</summary>
    protected byte[] Held { get; private set; } = new byte[1 << 17];

    protected int Start { get; set; }

    protected int At { get; set; }

    protected int End { get; private set; }

    protected bool AtEnd { get; private set; }

    /// <summary>Why the stream ended before its end; null while it did not.</summary>
    protected string? Broken { get; private set; }

    /// <summary>Reads on; moves what is held to the front of the buffer, or makes the buffer longer.</summary>
    /// <param name="unit">What is being read, such as "line"; empty before that is known.</param>
    /// <param name="number">Number of the one being read.</param>
    protected void Fill(string unit, long number)
    {
        if (Start > 0)
        {
            Held.AsSpan(Start, End - Start).CopyTo(Held);
            (Start, At, End) = (0, At - Start, End - Start);
        }

        if (End == Held.Length)
        {
            var longer = new byte[Held.Length * 2];
            Held.CopyTo(longer, 0);
            Held = longer;
        }

        try
        {
            var read = content.Read(Held, End, Held.Length - End);
            End += read;
            AtEnd = read == 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Broken = unit.Length == 0 ? e.Message : string.Create(CultureInfo.InvariantCulture, $"{e.Message}; what came before {unit} {number} was read");
            AtEnd = true;
        }
    }
}
