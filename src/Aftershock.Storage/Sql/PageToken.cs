using System.Globalization;
using System.Text;

namespace Aftershock.Storage.Sql;

/// <summary>Where a list was left: the value it is ordered by and the name that breaks ties, as one opaque text.</summary>
internal readonly record struct PageToken(string Order, long Value, string Name)
{
    public override string ToString() => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Order} {Value} {Name}"))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <exception cref="ArgumentException">It is not what a list in this order gave out.</exception>
    public static PageToken? Read(string? text, string order)
    {
        if (text is null)
        {
            return null;
        }

        var base64 = text.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[base64.Length];
        if (Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(' ', 3);
            if (parts.Length == 3 && parts[0] == order && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            {
                return new PageToken(order, value, parts[2]);
            }
        }

        throw new ArgumentException($"\"{text}\" does not continue this list; expected the text that its last page gave as next.", nameof(text));
    }
}
