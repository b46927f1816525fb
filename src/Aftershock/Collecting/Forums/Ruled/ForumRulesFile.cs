using System.Text;
using System.Text.RegularExpressions;
using Aftershock.Collecting.Html;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>Reads the rules of a forum program from YAML. docs/guide/teaching-a-forum.md tells how to write them.</summary>
internal sealed class ForumRulesFile
{
    private static readonly Dictionary<string, string[]> s_labels = new(StringComparer.Ordinal)
    {
        ["joined"] = Labels.Joined,
        ["posts"] = Labels.Posts,
        ["reputation"] = Labels.Reputation,
        ["group"] = Labels.Group,
    };

    private readonly string _file;
    private readonly List<string> _mistakes = [];
    private readonly Finder _page = new();

    private ForumRulesFile(string file)
    {
        _file = file;
        _page.Add(RuledPage.CanonicalLink);
    }

    /// <param name="path">An unreadable file throws as the file system does.</param>
    /// <exception cref="FileMistakesException">With every mistake of the file: its line, what was found and what was expected.</exception>
    public static ForumRules Read(string path)
    {
        using var reader = File.OpenText(path);
        return Read(reader, Path.GetFileName(path));
    }

    public static ForumRules Read(TextReader yaml, string file)
    {
        var reading = new ForumRulesFile(file);
        var rules = reading.ReadRules(yaml);
        return reading._mistakes.Count == 0 && rules is not null ? rules : throw new FileMistakesException(reading._mistakes);
    }

    private ForumRules? ReadRules(TextReader yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(yaml);
        }
        catch (YamlException failure)
        {
            Mistake((int)failure.Start.Line, $"not YAML: {failure.Message}");
            return null;
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            Mistake(1, "expected keys such as program, marks, posts and threads.");
            return null;
        }

        var keys = Keys(root, ["program", "title", "marks", "addresses", "board", "forum", "refusal", "next", "feed_tells_openings", "posts", "threads", "latest", "members", "profile"]);
        var rules = new ForumRules
        {
            Program = Text(keys, root, "program", required: true) ?? "",
            Title = Text(keys, root, "title") ?? Text(keys, root, "program") ?? "",
            Marks = ReadMarks(keys, root),
            PageFinder = _page,
            Addresses = ReadAddresses(keys),
            FeedTellsOpenings = Flag(keys, "feed_tells_openings"),
        };
        rules = rules with
        {
            Board = ReadField(keys, "board", null, rules),
            Forum = ReadField(keys, "forum", null, rules),
            Refusal = ReadField(keys, "refusal", null, rules),
            Next = ReadField(keys, "next", null, rules),
            Posts = keys.TryGetValue("posts", out var posts) ? ReadPosts(posts, rules) : null,
            Threads = keys.TryGetValue("threads", out var threads) ? ReadRows(threads, rules) : null,
            Latest = keys.TryGetValue("latest", out var latest) ? ReadRows(latest, rules) : null,
            Members = keys.TryGetValue("members", out var members) ? ReadMembers(members, rules, isProfile: false) : null,
            Profile = keys.TryGetValue("profile", out var profile) ? ReadMembers(profile, rules, isProfile: true) : null,
        };
        if (rules.Posts is null && rules.Threads is null)
        {
            Mistake(1, "neither posts nor threads is given; expected at least one of them.");
        }

        return rules;
    }

    private List<Mark> ReadMarks(Dictionary<string, YamlNode> keys, YamlNode root)
    {
        var marks = new List<Mark>();
        if (!keys.TryGetValue("marks", out var node))
        {
            Mistake(Line(root), "\"marks\" is missing; expected what tells that a page is of this program.");
            return marks;
        }

        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
        {
            var mark = Keys(item, ["contains", "reason"]);
            if (Text(mark, item, "contains", required: true) is { } bytes)
            {
                marks.Add(new Mark(Encoding.UTF8.GetBytes(bytes.ToLowerInvariant()), Text(mark, item, "reason") ?? $"the page contains {bytes}"));
            }
        }

        return marks;
    }

    private Addresses ReadAddresses(Dictionary<string, YamlNode> keys)
    {
        if (!keys.TryGetValue("addresses", out var node))
        {
            return new Addresses();
        }

        var map = Keys(node, ["thread", "forum", "member", "offset", "page"]);
        return new Addresses { Thread = Patterns(map, "thread"), Forum = Patterns(map, "forum"), Member = Patterns(map, "member"), Offset = Patterns(map, "offset"), Page = Patterns(map, "page") };
    }

    private List<Regex> Patterns(Dictionary<string, YamlNode> map, string key)
    {
        var patterns = new List<Regex>();
        if (map.TryGetValue(key, out var node))
        {
            foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
            {
                if (Scalar(item, key) is { } text && Pattern(text, Line(item)) is { } pattern)
                {
                    patterns.Add(pattern);
                }
            }
        }

        return patterns;
    }

    private PostRules? ReadPosts(YamlNode node, ForumRules rules)
    {
        string[] known =
        [
            "each", "id", "id_in_thread", "body", "beside", "skip", "quote", "smiley", "smiley_attributes", "smiley_words", "picture", "thread", "title", "prefix", "number", "author", "member",
            "joined", "posts", "reputation", "group", "date", "edited", "attachments", "attachments_in_body", "reactions", "hidden", "closed", "open", "views", "replies",
        ];
        var keys = Keys(node, known);
        var finder = new Finder();
        var body = new Finder();
        if (ReadSelector(keys, node, "each", required: true) is not { } each || ReadSelector(keys, node, "body", required: true) is not { } bodySelector)
        {
            return null;
        }

        Field Of(string key) => ReadField(keys, key, finder, rules);
        Need(keys, node, "id");
        return new PostRules
        {
            Each = each,
            Finder = finder,
            BodyFinder = body,
            Body = bodySelector,
            Beside = ReadSelector(keys, node, "beside"),
            Skip = ReadSelector(keys, node, "skip"),
            Quote = ReadSelector(keys, node, "quote"),
            Smiley = ReadSelector(keys, node, "smiley"),
            SmileyAttributes = keys.TryGetValue("smiley_attributes", out var attributes) ? Texts(attributes, "smiley_attributes") : ["alt"],
            SmileyWords = keys.TryGetValue("smiley_words", out var words) ? Words(words) : new Dictionary<string, string>(),
            Picture = ReadSelector(keys, node, "picture"),
            Id = Of("id"),
            IdInThread = Flag(keys, "id_in_thread"),
            Thread = Of("thread"),
            Title = Of("title"),
            Prefix = Of("prefix"),
            Number = Of("number"),
            Author = Of("author"),
            Member = Of("member"),
            Joined = Of("joined"),
            AuthorPosts = Of("posts"),
            Reputation = Of("reputation"),
            Group = Of("group"),
            Date = Of("date"),
            Attachments = Of("attachments"),
            Reactions = Of("reactions"),
            Closed = Of("closed"),
            Open = Of("open"),
            Views = Of("views"),
            Replies = Of("replies"),
            Edited = ReadField(keys, "edited", body, rules),
            AttachmentsInBody = ReadField(keys, "attachments_in_body", body, rules),
            Hidden = ReadField(keys, "hidden", body, rules),
        };
    }

    private RowRules? ReadRows(YamlNode node, ForumRules rules)
    {
        var keys = Keys(node, ["each", "id", "title", "forum", "prefix", "author", "member", "date", "replies", "views", "sticky", "closed", "moved"]);
        var finder = new Finder();
        if (ReadSelector(keys, node, "each", required: true) is not { } each)
        {
            return null;
        }

        Need(keys, node, "id");
        Need(keys, node, "title");
        Field Of(string key) => ReadField(keys, key, finder, rules);
        return new RowRules
        {
            Each = each,
            Finder = finder,
            Id = Of("id"),
            Title = Of("title"),
            Forum = Of("forum"),
            Prefix = Of("prefix"),
            Author = Of("author"),
            Member = Of("member"),
            Date = Of("date"),
            Replies = Of("replies"),
            Views = Of("views"),
            Sticky = Of("sticky"),
            Closed = Of("closed"),
            Moved = Of("moved"),
        };
    }

    private MemberRules? ReadMembers(YamlNode node, ForumRules rules, bool isProfile)
    {
        var keys = Keys(node, ["each", "name", "joined", "posts", "reputation", "group"]);
        var finder = isProfile ? _page : new Finder();
        if (ReadSelector(keys, node, "each", required: true) is not { } each)
        {
            return null;
        }

        Need(keys, node, "name");
        Field Of(string key) => ReadField(keys, key, isProfile ? null : finder, rules);
        return new MemberRules
        {
            Each = each,
            Finder = finder,
            Name = Of("name"),
            Joined = Of("joined"),
            Posts = Of("posts"),
            Reputation = Of("reputation"),
            Group = Of("group"),
        };
    }

    /// <param name="finder">Where the selectors of the post or row go; null when they are the page's.</param>
    private Field ReadField(Dictionary<string, YamlNode> keys, string key, Finder? finder, ForumRules rules)
    {
        if (!keys.TryGetValue(key, out var node))
        {
            return Field.None;
        }

        var ways = new List<Way>();
        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
        {
            if (ReadWay(item, key, finder, rules) is { } way)
            {
                ways.Add(way);
            }
        }

        return new Field(ways);
    }

    /// <summary>A selector alone, or keys that say more.</summary>
    private Way? ReadWay(YamlNode node, string key, Finder? finder, ForumRules rules)
    {
        if (node is YamlScalarNode)
        {
            return Scalar(node, key) is { } text && SelectorOf(text, Line(node)) is { } only ? Placed(new Way { Select = only }, finder) : null;
        }

        var keys = Keys(node, ["select", "page", "last", "attribute", "own", "count", "label", "after", "before", "match", "address"]);
        var onPage = ReadSelector(keys, node, "page");
        var way = new Way
        {
            Select = onPage ?? ReadSelector(keys, node, "select"),
            OnPage = onPage is not null,
            Last = Flag(keys, "last"),
            Attribute = Text(keys, node, "attribute"),
            Own = Flag(keys, "own"),
            Count = ReadSelector(keys, node, "count"),
            After = Text(keys, node, "after"),
            Before = Text(keys, node, "before"),
            Match = Text(keys, node, "match") is { } pattern ? Pattern(pattern, Line(keys["match"])) : null,
            Label = keys.TryGetValue("label", out var label) ? ReadLabels(label) : null,
        };
        if (Text(keys, node, "address") is { } address)
        {
            var patterns = address switch { "thread" => rules.Addresses.Thread, "forum" => rules.Addresses.Forum, "member" => rules.Addresses.Member, _ => null };
            if (patterns is null or [])
            {
                Mistake(Line(keys["address"]), $"address: \"{address}\" has no pattern; expected thread, forum or member, given under addresses.");
            }
            else
            {
                way = way with { Attribute = way.Attribute ?? "href", Match = patterns.Count == 1 ? patterns[0] : Pattern(string.Join('|', patterns.Select(p => $"(?:{p})")), Line(node)) };
            }
        }

        return Placed(way, finder);
    }

    private Way Placed(Way way, Finder? finder) => way switch
    {
        { Select: null } => way,
        _ when way.OnPage || finder is null => way with { OnPage = true, Slot = _page.Add(way.Select) },
        _ => way with { Slot = finder.Add(way.Select) },
    };

    private string[] ReadLabels(YamlNode node)
    {
        var texts = Texts(node, "label");
        return texts is [var one] && s_labels.TryGetValue(one, out var known) ? known : [.. texts];
    }

    private Dictionary<string, YamlNode> Keys(YamlNode node, string[] known)
    {
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode map)
        {
            Mistake(Line(node), $"expected keys: {string.Join(", ", known)}.");
            return keys;
        }

        foreach (var (name, value) in map.Children)
        {
            if (name is YamlScalarNode { Value: { } key } && known.Contains(key))
            {
                keys[key] = value;
            }
            else
            {
                Mistake(Line(name), $"unknown key \"{name}\"; expected one of {string.Join(", ", known)}.");
            }
        }

        return keys;
    }

    private void Need(Dictionary<string, YamlNode> keys, YamlNode node, string key)
    {
        if (!keys.ContainsKey(key))
        {
            Mistake(Line(node), $"\"{key}\" is missing.");
        }
    }

    private string? Text(Dictionary<string, YamlNode> keys, YamlNode around, string key, bool required = false)
    {
        if (keys.TryGetValue(key, out var node))
        {
            return Scalar(node, key);
        }

        if (required)
        {
            Need(keys, around, key);
        }

        return null;
    }

    private bool Flag(Dictionary<string, YamlNode> keys, string key)
    {
        if (!keys.TryGetValue(key, out var node))
        {
            return false;
        }

        if (node is YamlScalarNode { Value: "true" or "false" } flag)
        {
            return flag.Value == "true";
        }

        Mistake(Line(node), $"{key}: expected true or false.");
        return false;
    }

    private Selector? ReadSelector(Dictionary<string, YamlNode> keys, YamlNode around, string key, bool required = false) =>
        Text(keys, around, key, required) is { } text ? SelectorOf(text, Line(keys[key])) : null;

    private Selector? SelectorOf(string text, int line)
    {
        try
        {
            return Selector.Parse(text);
        }
        catch (FormatException failure)
        {
            Mistake(line, failure.Message);
            return null;
        }
    }

    /// <summary>No pattern backtracks: a page may hold anything.</summary>
    private Regex? Pattern(string text, int line)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            Mistake(line, $"pattern \"{text}\" was not read: {failure.Message}");
            return null;
        }
    }

    private List<string> Texts(YamlNode node, string key) =>
        [.. (node is YamlSequenceNode list ? list.Children : [node]).Select(n => Scalar(n, key)).OfType<string>()];

    private Dictionary<string, string> Words(YamlNode node)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node is not YamlMappingNode map)
        {
            Mistake(Line(node), "smiley_words: expected what the attribute says, a colon and what was typed.");
            return words;
        }

        foreach (var (said, typed) in map.Children)
        {
            if (Scalar(said, "smiley_words") is { } key && Scalar(typed, "smiley_words") is { } value)
            {
                words[key] = value;
            }
        }

        return words;
    }

    private string? Scalar(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        Mistake(Line(node), $"{key}: expected a single value.");
        return null;
    }

    private static int Line(YamlNode node) => (int)node.Start.Line;

    private void Mistake(int line, string message) => _mistakes.Add($"{_file} line {line}: {message}");
}
