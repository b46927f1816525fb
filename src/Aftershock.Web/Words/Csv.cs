using System.Buffers;
using System.Globalization;
using System.Text;
using Aftershock.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Aftershock.Web.Words;

/// <summary>Writes rows of comma-separated values that a spreadsheet cannot take for formulas.</summary>
/// <remarks>RFC 4180 with CRLF; numbers in the invariant culture.</remarks>
public static class Csv
{
    private static readonly SearchValues<char> s_needQuotes = SearchValues.Create("\",\r\n");

    public static string Row(params IEnumerable<object?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>What Excel needs to read UTF-8 and other programs take for a part of the first cell; written only where <c>bom=1</c> asks for it.</summary>
    internal static string Mark(IQueryCollection query) => query["bom"] == "1" ? "\uFEFF" : "";

    internal static IEnumerable<Problem> Problems(IQueryCollection query)
    {
        if (query["bom"].ToString() is not ("" or "1") and var bom)
        {
            yield return new($"bom: \"{DeadText.Brief(bom, 60)}\" is not known; expected 1, for a byte order mark as Excel needs it.", "None is written.");
        }
    }

    internal static IResult Result(HttpContext context, string rows) =>
        Results.Text(Mark(context.Request.Query) + rows, "text/csv; charset=utf-8");

    /// <summary>One value, quoted where it must be.</summary>
    public static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quote(Defuse(text)),
        IFormattable number => Quote(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quote(Defuse(value.ToString() ?? "")),
    };

    // Spreadsheets run a cell that begins so, also behind blanks; an apostrophe before it makes it text.
    private static string Defuse(string text)
    {
        var first = text.AsSpan().TrimStart();
        var dangerous = text.Length > 0 && text[0] is '\t' or '\r' or '\n';
        dangerous |= first.Length > 0 && first[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';
        return dangerous ? $"'{text}" : text;
    }

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(s_needQuotes) ? new StringBuilder(text).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString() : text;
}
