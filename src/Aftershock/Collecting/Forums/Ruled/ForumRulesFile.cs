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

    private readonly RuleNodes _nodes;
    private readonly Finder _page = new();

    private ForumRulesFile(string file)
    {
        _nodes = new RuleNodes(file);
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
        return reading._nodes.Mistakes.Count == 0 && rules is not null ? rules : throw new FileMistakesException(reading._nodes.Mistakes);
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
            _nodes.Mistake((int)failure.Start.Line, $"not YAML: {failure.Message}");
            return null;
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            _nodes.Mistake(1, "expected keys such as program, marks, posts and threads.");
            return null;
        }

        var keys = _nodes.Keys(root, ["program", "title", "marks", "addresses", "board", "forum", "refusal", "next", "feed_tells_openings", "posts", "threads", "latest", "members", "profile"]);
        var rules = new ForumRules
        {
            Program = _nodes.Text(keys, root, "program", required: true) ?? "",
            Title = _nodes.Text(keys, root, "title") ?? _nodes.Text(keys, root, "program") ?? "",
            Marks = ReadMarks(keys, root),
            PageFinder = _page,
            Addresses = ReadAddresses(keys),
            FeedTellsOpenings = _nodes.Flag(keys, "feed_tells_openings"),
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
            _nodes.Mistake(1, "neither posts nor threads is given; expected at least one of them.");
        }

        return rules;
    }

    private List<Mark> ReadMarks(Dictionary<string, YamlNode> keys, YamlNode root)
    {
        var marks = new List<Mark>();
        if (!keys.TryGetValue("marks", out var node))
        {
            _nodes.Mistake(RuleNodes.Line(root), "\"marks\" is missing; expected what tells that a page is of this program.");
            return marks;
        }

        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
        {
            var mark = _nodes.Keys(item, ["contains", "reason"]);
            if (_nodes.Text(mark, item, "contains", required: true) is { } bytes)
            {
                marks.Add(new Mark(Encoding.UTF8.GetBytes(bytes.ToLowerInvariant()), _nodes.Text(mark, item, "reason") ?? $"the page contains {bytes}"));
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

        var map = _nodes.Keys(node, ["thread", "forum", "member", "offset", "page"]);
        return new Addresses { Thread = Patterns(map, "thread"), Forum = Patterns(map, "forum"), Member = Patterns(map, "member"), Offset = Patterns(map, "offset"), Page = Patterns(map, "page") };
    }

    private List<Regex> Patterns(Dictionary<string, YamlNode> map, string key)
    {
        var patterns = new List<Regex>();
        if (map.TryGetValue(key, out var node))
        {
            foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
            {
                if (_nodes.Scalar(item, key) is { } text && _nodes.Pattern(text, RuleNodes.Line(item)) is { } pattern)
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
        var keys = _nodes.Keys(node, known);
        var finder = new Finder();
        var body = new Finder();
        if (_nodes.ReadSelector(keys, node, "each", required: true) is not { } each || _nodes.ReadSelector(keys, node, "body", required: true) is not { } bodySelector)
        {
            return null;
        }

        Field Of(string key) => ReadField(keys, key, finder, rules);
        _nodes.Need(keys, node, "id");
        return new PostRules
        {
            Each = each,
            Finder = finder,
            BodyFinder = body,
            Body = bodySelector,
            Beside = _nodes.ReadSelector(keys, node, "beside"),
            Skip = _nodes.ReadSelector(keys, node, "skip"),
            Quote = _nodes.ReadSelector(keys, node, "quote"),
            Smiley = _nodes.ReadSelector(keys, node, "smiley"),
            SmileyAttributes = keys.TryGetValue("smiley_attributes", out var attributes) ? _nodes.Texts(attributes, "smiley_attributes") : ["alt"],
            SmileyWords = keys.TryGetValue("smiley_words", out var words) ? _nodes.Words(words) : new Dictionary<string, string>(),
            Picture = _nodes.ReadSelector(keys, node, "picture"),
            Id = Of("id"),
            IdInThread = _nodes.Flag(keys, "id_in_thread"),
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
        var keys = _nodes.Keys(node, ["each", "id", "title", "forum", "prefix", "author", "member", "date", "replies", "views", "sticky", "closed", "moved"]);
        var finder = new Finder();
        if (_nodes.ReadSelector(keys, node, "each", required: true) is not { } each)
        {
            return null;
        }

        _nodes.Need(keys, node, "id");
        _nodes.Need(keys, node, "title");
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
        var keys = _nodes.Keys(node, ["each", "name", "joined", "posts", "reputation", "group"]);
        var finder = isProfile ? _page : new Finder();
        if (_nodes.ReadSelector(keys, node, "each", required: true) is not { } each)
        {
            return null;
        }

        _nodes.Need(keys, node, "name");
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
            return _nodes.Scalar(node, key) is { } text && _nodes.SelectorOf(text, RuleNodes.Line(node)) is { } only ? Placed(new Way { Select = only }, finder) : null;
        }

        var keys = _nodes.Keys(node, ["select", "page", "last", "attribute", "own", "count", "label", "after", "before", "match", "address"]);
        var onPage = _nodes.ReadSelector(keys, node, "page");
        var way = new Way
        {
            Select = onPage ?? _nodes.ReadSelector(keys, node, "select"),
            OnPage = onPage is not null,
            Last = _nodes.Flag(keys, "last"),
            Attribute = _nodes.Text(keys, node, "attribute"),
            Own = _nodes.Flag(keys, "own"),
            Count = _nodes.ReadSelector(keys, node, "count"),
            After = _nodes.Text(keys, node, "after"),
            Before = _nodes.Text(keys, node, "before"),
            Match = _nodes.Text(keys, node, "match") is { } pattern ? _nodes.Pattern(pattern, RuleNodes.Line(keys["match"])) : null,
            Label = keys.TryGetValue("label", out var label) ? ReadLabels(label) : null,
        };
        if (_nodes.Text(keys, node, "address") is { } address)
        {
            var patterns = address switch { "thread" => rules.Addresses.Thread, "forum" => rules.Addresses.Forum, "member" => rules.Addresses.Member, _ => null };
            if (patterns is null or [])
            {
                _nodes.Mistake(RuleNodes.Line(keys["address"]), $"address: \"{address}\" has no pattern; expected thread, forum or member, given under addresses.");
            }
            else
            {
                way = way with { Attribute = way.Attribute ?? "href", Match = patterns.Count == 1 ? patterns[0] : _nodes.Pattern(string.Join('|', patterns.Select(p => $"(?:{p})")), RuleNodes.Line(node)) };
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
        var texts = _nodes.Texts(node, "label");
        return texts is [var one] && s_labels.TryGetValue(one, out var known) ? known : [.. texts];
    }
}
