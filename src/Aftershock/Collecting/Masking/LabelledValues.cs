namespace Aftershock.Collecting.Masking;

/// <summary>Values that stand behind names: the pairs of one JSON object, or of consecutive "label: value" lines.</summary>
/// <remarks>Collects them until the group ends, and then tells whether together they describe a person.</remarks>
internal sealed class LabelledValues(string body)
{
    private readonly List<(int Start, int End)> _values = [];
    private int _known;
    private int _strong;
    private bool _isContact;
    private bool _phone, _email, _soft, _login, _password;

    public bool IsEmpty => _values.Count == 0;

    public IReadOnlyList<(int Start, int End)> Values => _values;

    public void Clear()
    {
        _values.Clear();
        (_known, _strong) = (0, 0);
        _isContact = _phone = _email = _soft = _login = _password = false;
    }

    public void Add(FieldWord word, int start, int end)
    {
        var value = body.AsSpan(start, end - start).Trim().Trim("\"'").Trim();
        _known += word == FieldWord.Unknown ? 0 : 1;
        _isContact |= word == FieldWord.Contact;
        if (word != FieldWord.Contact)
        {
            _values.Add((start, end));
        }

        var kind = CellKinds.Of(value);
        _soft |= word == FieldWord.Soft && value.Length > 0;
        _email |= kind == CellKind.Email;
        _phone |= kind == CellKind.Phone || (word == FieldWord.Phone && IsNumber(value, 7));
        _login |= (word == FieldWord.Login && value.Length > 0) || (word is FieldWord.Email && kind == CellKind.Email);
        _password |= word == FieldWord.Password && value.Length >= 4 && !value.Contains(' ');
        _strong += kind == CellKind.Number || (word == FieldWord.Number && IsNumber(value, 6)) || (word == FieldWord.Birth && kind == CellKind.Birth) ? 1 : 0;
    }

    /// <summary>Whether these are one person's. A seller's card (e-mail, phone, a way to chat) is none.</summary>
    public bool DescribePerson =>
        _known >= 2
        && ((_strong > 0 && (_known > _strong || _strong > 1 || _phone || _email))
            || (_login && _password)
            || (!_isContact && _phone && (_email || _soft) && (_known >= 3 || _soft))
            || (!_isContact && _email && _soft && _known >= 3));

    /// <summary>Digits, perhaps grouped, with at most two letters, and no round figure.</summary>
    private static bool IsNumber(ReadOnlySpan<char> value, int fewest)
    {
        int digits = 0, letters = 0;
        foreach (var c in value)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            letters += char.IsLetter(c) ? 1 : 0;
            if (!char.IsAsciiDigit(c) && !char.IsLetter(c) && !(c is ' ' or '-' or '+' or '(' or ')' or '*' or '.' or '/'))
            {
                return false;
            }
        }

        return digits >= fewest && letters <= 2 && !value.EndsWith("0000");
    }
}
