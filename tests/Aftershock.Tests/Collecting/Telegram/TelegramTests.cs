using Aftershock.Collecting.PostFiles;
using Aftershock.Collecting.Telegram;

namespace Aftershock.Tests.Collecting.Telegram;

/// <summary>Exports of Telegram Desktop; all names are invented.</summary>
public sealed class TelegramTests : IDisposable
{
    private static readonly Source s_source = new() { Id = new SourceId("telegram"), Kind = SourceKind.Forum, Name = "Telegram" };

    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_channel_is_a_thread_for_each_message()
    {
        var path = _files.Write("result.json", Chat("Tern Nest", "public_channel", 1001, """
            {"id":1,"type":"service","date":"2022-07-03T10:00:00","actor":"Tern Nest","action":"create_channel","title":"Tern Nest","text":"","text_entities":[]},
            {"id":2,"type":"message","date":"2022-07-03T11:20:00","date_unixtime":"1656840000","edited":"2022-07-03T12:00:00","edited_unixtime":"1656842400","from":"Tern Nest","from_id":"channel1001",
             "text":["Selling the database of ",{"type":"bold","text":"Meadowlark Clinic"},"\n120k rows, 300 usd"],"photo":"photos/photo_1@03-07-2022.jpg","views":512,
             "reactions":[{"type":"emoji","count":5,"emoji":"👍"},{"type":"custom_emoji","count":2,"document_id":"x"}]},
            {"id":3,"type":"message","date":"2022-07-03T11:30:00","date_unixtime":"1656840600","from":"Tern Nest","from_id":"channel1001","forwarded_from":"Gull Wharf","reply_to_message_id":2,"text":"Fresh set.","file":"files/sample.csv","mime_type":"text/csv"}
            """));
        var read = await ReadAsync(path);
        Assert.Empty(read.Faults);
        Assert.Equal(1, read.Skipped);
        var offer = read.Post("2");
        Assert.Equal(("telegram/tern-nest", "2", "Selling the database of Meadowlark Clinic", "Tern Nest"), (offer.Source.Value, offer.ThreadId, offer.ThreadTitle, offer.Author));
        Assert.Equal("Selling the database of Meadowlark Clinic\n120k rows, 300 usd", offer.Body);
        Assert.Equal(("2022-07-03T09:20:00Z", "2022-07-03T10:00:00Z", "2022-07-03T11:20:00", 7L, 1), (offer.PublishedAt.ToString(), offer.EditedAt.ToString(), offer.PublishedRaw, offer.Reactions, offer.Number));
        Assert.Equal(["photo_1@03-07-2022.jpg"], offer.Attachments);
        Assert.Equal(512, read.Contents.SelectMany(c => c.Threads).Single().Views);
        var forwarded = read.Post("3");
        Assert.Equal(("3", "Forwarded from Gull Wharf", true), (forwarded.ThreadId, forwarded.Prefix, forwarded.IsOpening));
        Assert.Equal(["sample.csv"], forwarded.Attachments);
        var source = read.Contents.Single().Sources.Single();
        Assert.Equal(("Tern Nest", "telegram", SourceKind.Forum), (source.Name, source.Program, source.Kind));
    }

    [Fact]
    public async Task In_a_group_replies_join_the_thread_of_what_they_reply_to_across_blocks()
    {
        var path = _files.Write("result.json", Chat("Pier Talk", "private_supergroup", 5, string.Join(",", Message(1, "Who sells?"), Message(2, "Unrelated."), Message(3, "I do.", 1), Message(4, "How much?", 3), Message(5, "To one that is gone.", 999), Message(6, "To another chat.", 2, other: true))));
        foreach (var rows in new[] { 1, 2, 1000 })
        {
            var read = await ReadAsync([path], new PostFileSettings { RowsPerBlock = rows });
            Assert.Equal([("1", "1", 1), ("2", "2", 1), ("3", "1", 0), ("4", "1", 0), ("5", "999", 0), ("6", "6", 1)], read.Posts.Select(p => (p.PostId, p.ThreadId, p.Number!.Value)));
            Assert.Equal("Who sells?", read.Post("4").ThreadTitle);
            Assert.Equal("Pier Talk", read.Post("5").ThreadTitle);
        }
    }

    [Fact]
    public async Task A_topic_is_a_section_in_which_messages_open_threads()
    {
        var path = _files.Write("result.json", Chat("Pier Talk", "private_supergroup", 5, """
            {"id":1,"type":"service","date":"2022-07-03T10:00:00","date_unixtime":"1656840000","actor":"Ada","action":"topic_created","title":"Databases","text":""},
            """ + Message(2, "Offer.", 1) + "," + Message(3, "Thanks.", 2)));
        var read = await ReadAsync(path);
        Assert.Equal(("2", "Databases", true), (read.Post("2").ThreadId, read.Post("2").Forum, read.Post("2").IsOpening));
        Assert.Equal("2", read.Post("3").ThreadId);
    }

    [Fact]
    public async Task A_full_export_is_a_source_for_each_chat_and_two_of_one_name_stay_apart()
    {
        var path = _files.Write("result.json", "{\"about\":\"Here is {the} data\",\"personal_information\":{\"user_id\":1,\"first_name\":\"Ada\"},\"contacts\":{\"list\":[{\"first_name\":\"x\"}]},\"chats\":{\"about\":\"a\",\"list\":["
            + Chat("Pier Talk", "private_group", 5, Message(1, "One.")) + "," + Chat("Pier Talk", "private_group", 6, Message(1, "Two.")) + "," + Chat(null, "personal_chat", 7, Message(1, "Three.")) + "]},\"left_chats\":{\"about\":\"b\",\"list\":[" + Chat("Reef/Old", "public_channel", 8, Message(9, "Four.")) + "]}}");
        var read = await ReadAsync(path);
        Assert.Empty(read.Faults);
        Assert.Equal(["telegram/pier-talk", "telegram/pier-talk-6", "telegram/chat-7", "telegram/reef-old"], read.Posts.Select(p => p.Source.Value));
        Assert.Equal(4, read.Pages.Select(p => p.Url).Distinct().Count());
        Assert.Contains("Pier%20Talk", read.Pages[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Media_without_words_are_told_by_name_and_quotes_are_not_the_authors_words()
    {
        var path = _files.Write("result.json", Chat("Tern", "public_channel", 1, """
            {"id":1,"type":"message","date":"2022-07-03T11:20:00","from":null,"from_id":"user3","file":"(File not included. Change data exporting settings to download.)","file_name":"base.7z","media_type":"video_file","text":""},
            {"id":2,"type":"message","date":"2022-07-03T11:20:00","from":"Ada","sticker_emoji":"x","media_type":"sticker","file":"stickers/a.webp","text":""},
            {"id":3,"type":"message","date":"2022-07-03T11:20:00","from":"Ada","text":[{"type":"blockquote","text":"He said so."},"\nNo."]},
            {"id":4,"type":"message","date":"2022-07-03T11:20:00","from":"Ada","text":"","poll":{"question":"Which?","closed":false,"answers":[{"text":"This","voters":1},{"text":"That","voters":0}]}},
            {"id":5,"type":"message","date":"2022-07-03T11:20:00","from":"Ada","location_information":{"latitude":1,"longitude":2},"text":""},
            {"id":6,"type":"unsupported"}
            """));
        var read = await ReadAsync(path);
        Assert.Equal(["base.7z", "a.webp", "He said so.", "Which?", "(location)"], read.Posts.Select(p => p.ThreadTitle));
        Assert.Equal(new QuoteRange(0, 11), Assert.Single(read.Post("3").Quotes));
        Assert.Equal("Which?\nThis\nThat", read.Post("4").Body);
        Assert.Equal(1, read.Skipped);
    }

    [Fact]
    public async Task Times_without_an_offset_are_in_the_zone_that_is_given()
    {
        var path = _files.Write("result.json", Chat("Tern", "public_channel", 1, """{"id":1,"type":"message","date":"2022-07-03T11:20:00","text":"a"}"""));
        Assert.Equal("2022-07-03T09:20:00Z", (await ReadAsync([path], zone: "Europe/Berlin")).Posts.Single().PublishedAt.ToString());
    }

    [Fact]
    public async Task Titles_hold_no_pasted_rows()
    {
        var rows = string.Concat(Enumerable.Range(0, 6).Select(n => $"ada{n}@salt.example:Secret{n}99x\\n"));
        var post = (await ReadAsync(_files.Write("result.json", Chat("Tern", "public_channel", 1, $$"""{"id":1,"type":"message","date":"2022-07-03T11:20:00","text":"{{rows}}"}""")))).Posts.Single();
        Assert.DoesNotContain("Secret", post.ThreadTitle, StringComparison.Ordinal);
        Assert.DoesNotContain("ada0@", post.ThreadTitle, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{}", "holds no list under the key messages")]
    [InlineData("[]", "holds no list under the key messages")]
    [InlineData("null", "holds no list under the key messages")]
    [InlineData("{\"name\":\"x\",\"messages\":[", "ends within its list, at message 1")]
    [InlineData("{\"name\":\"x\",\"messages\"", "ends within its object")]
    [InlineData("{\"name\":\"x\",nonsense", "is not JSON")]
    [InlineData("{\"name\":\"x\" nonsense}", "is not JSON")]
    [InlineData("{\"name\":\"x\",\"about\":[[[[", "ends within the key about")]
    public async Task A_broken_export_is_told(string content, string told)
    {
        var read = await ReadAsync(_files.Write("result.json", content));
        Assert.Empty(read.Posts);
        Assert.Contains(told, Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_before_the_cut_is_read_and_bad_messages_are_told_alone()
    {
        var whole = Chat("Tern", "public_channel", 1, string.Join(",", Message(1, "a"), "7", "{\"type\":\"message\"}", """{"id":4,"type":"message","text":{"a":1}}""", """{"id":5,"type":"message","date":"soon","text":"a"}""", """{"id":6,"type":"message","text":"half \ud83d"}""", Message(7, "b"), Message(8, "c")));
        var read = await ReadAsync(_files.Write("result.json", whole[..^20]));
        Assert.Equal(["1", "7"], read.Posts.Select(p => p.PostId));
        Assert.Equal(
            [
                "result.json message 2: is no JSON object; expected a message", "result.json message 3: has no id", "result.json message 4: text is neither text nor a list of texts",
                "result.json message 5: date \"soon\" not read; expected a time such as 2022-06-30T09:15:00", "result.json message 6: holds half of a surrogate pair, or bytes that are no UTF-8; expected text",
                "result.json: ends within its list, at message 8; what came before was read",
            ], read.Faults);
    }

    [Fact]
    public async Task A_deep_nest_costs_its_message_alone()
    {
        var read = await ReadAsync(_files.Write("result.json", Chat("Tern", "public_channel", 1, "{\"id\":1,\"text\":" + new string('[', 100_000) + new string(']', 100_000) + "}," + Message(2, "b"))));
        Assert.Equal("2", Assert.Single(read.Posts).PostId);
        Assert.Contains("is not JSON", Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_thousand_messages_are_streamed()
    {
        var path = Path.Combine(_files.Folder, "result.json");
        using (var writer = new StreamWriter(path))
        {
            writer.Write("{\"name\":\"Pier\",\"type\":\"private_group\",\"id\":4,\"messages\":[");
            for (var i = 1; i <= 200_000; i++)
            {
                writer.Write(i == 1 ? "" : ",\n ");
                writer.Write(Message(i, "word " + i, i % 3 == 0 ? i - 1 : null));
            }

            writer.Write("]}");
        }

        long rows = 0, longest = 0;
        await foreach (var intake in TelegramExport.ReadAsync([path], s_source.Id, TimeProvider.System))
        {
            rows += intake.Page!.Rows!.Value;
            longest = Math.Max(longest, intake.Page.Content.Length);
        }

        Assert.Equal(200_000, rows);
        Assert.InRange(longest, 1, 2 << 20);
    }

    [Fact]
    public async Task Pages_of_a_group_are_read_over_several_files()
    {
        _files.Write("chat/messages.html", Page("Pier Talk", """
            <div class="message service" id="message-1"><div class="body details">3 July 2022</div></div>
            <div class="message service" id="message4"><div class="body details">Ada Finch joined group by link</div></div>
            """ + HtmlMessage(5, "Ada Finch", "Selling &amp; trading<br>the <strong>Meadowlark</strong> set", "03.07.2022 11:20:00 UTC+02:00") + HtmlMessage(6, null, "Second line", "03.07.2022 11:21:00 UTC+02:00")));
        _files.Write("chat/messages2.html", Page("Pier Talk", HtmlMessage(7, null, "Third", "03.07.2022 11:22:00") + HtmlMessage(8, "Bo Plover via @gif", "Thanks", "03.07.2022 11:23:00 UTC-01:30", reply: "messages.html#go_to_message5")
            + HtmlMessage(9, "Bo Plover", "Again", "03.07.2022 11:23:30 UTC", reply: "#go_to_message8")));
        _files.Write("chat/messages10.html", Page("Pier Talk", """
            <div class="message default clearfix" id="message10"><div class="body">
              <div class="pull_right date details" title="03.07.2022 11:24:00 UTC">11:24</div><div class="from_name">Ada Finch</div>
              <div class="forwarded body"><div class="from_name">Gull Wharf<span class="date details" title="01.07.2022 10:00:00 UTC"> 01.07.2022 10:00:00</span></div>
                <div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_2.jpg"><img src="photos/photo_2_thumb.jpg"></a>
                  <div class="media clearfix pull_left media_file"><div class="body"><div class="title bold">base.7z</div><div class="description">Not included, change data exporting settings to download.</div></div></div></div>
                <div class="text">Their set.</div></div>
              <span class="reactions"><span class="reaction"><span class="emoji">x</span><span class="count">12</span></span><span class="reaction"><span class="emoji">y</span><span class="userpics"><div class="userpic"></div><div class="userpic"></div></span></span></span>
            </div></div>
            """));
        _files.Write("chat/lists.html", "<html></html>");
        var read = await Taken.ByAsync(new TelegramReader("Europe/Berlin"), s_source, TelegramExport.ReadAsync(TelegramExport.Expand([_files.Folder]), s_source.Id, TimeProvider.System, "Europe/Berlin"));
        Assert.Empty(read.Faults);
        Assert.Equal(1, read.Skipped);
        Assert.Equal(["5", "6", "7", "8", "9", "10"], read.Posts.Select(p => p.PostId));
        Assert.All(read.Posts, p => Assert.Equal("telegram/pier-talk", p.Source.Value));
        Assert.Equal(["Ada Finch", "Ada Finch", "Ada Finch", "Bo Plover", "Bo Plover", "Ada Finch"], read.Posts.Select(p => p.Author));
        Assert.Equal(["2022-07-03T09:20:00Z", "2022-07-03T09:21:00Z", "2022-07-03T09:22:00Z", "2022-07-03T12:53:00Z", "2022-07-03T11:23:30Z", "2022-07-03T11:24:00Z"], read.Posts.Select(p => p.PublishedAt.ToString()));
        Assert.Equal(["5", "6", "7", "5", "5", "10"], read.Posts.Select(p => p.ThreadId));
        Assert.Equal("Selling & trading\nthe Meadowlark set", read.Post("5").Body);
        var forwarded = read.Post("10");
        Assert.Equal(("Forwarded from Gull Wharf", "Their set.", 14L), (forwarded.Prefix, forwarded.Body, forwarded.Reactions));
        Assert.Equal(["photo_2.jpg", "base.7z"], forwarded.Attachments);
    }

    [Fact]
    public async Task On_pages_a_message_of_the_chat_itself_opens_its_own_thread()
    {
        var path = _files.Write("messages.html", Page("Tern Nest", HtmlMessage(1, "Tern Nest", "One", "03.07.2022 11:20:00 UTC") + HtmlMessage(2, null, "Two", "03.07.2022 11:20:00 UTC", reply: "#go_to_message1")));
        Assert.Equal(["1", "2"], (await ReadAsync(path)).Posts.Select(p => p.ThreadId));
    }

    [Theory]
    [InlineData("<html><body><p>Another page</p></body></html>", "no messages of a Telegram export were found")]
    [InlineData("<div class=\"message", "no messages of a Telegram export were found")]
    [InlineData("", "is empty")]
    public async Task A_page_that_is_no_export_is_told(string content, string told) =>
        Assert.Contains(told, Assert.Single((await ReadAsync(_files.Write("messages.html", content))).Faults), StringComparison.Ordinal);

    private static Task<Taken> ReadAsync(string path) => ReadAsync([path]);

    private static Task<Taken> ReadAsync(string[] paths, PostFileSettings? settings = null, string zone = "UTC") =>
        Taken.ByAsync(new TelegramReader(zone), s_source, TelegramExport.ReadAsync(TelegramExport.Expand(paths), s_source.Id, TimeProvider.System, zone, settings));

    private static string Chat(string? name, string type, long id, string messages) =>
        $"{{\n \"name\": {(name is null ? "null" : $"\"{name}\"")},\n \"type\": \"{type}\",\n \"id\": {id},\n \"messages\": [\n{messages}\n]\n}}";

    private static string Message(int id, string text, int? reply = null, bool other = false) =>
        $"{{\"id\":{id},\"type\":\"message\",\"date\":\"2022-07-03T11:20:00\",\"date_unixtime\":\"1656840000\",\"from\":\"Ada\",\"from_id\":\"user1\",{(reply is { } to ? $"\"reply_to_message_id\":{to}," : "")}{(other ? "\"reply_to_peer_id\":\"channel9\"," : "")}\"text\":\"{text}\",\"text_entities\":[]}}";

    private static string Page(string chat, string messages) =>
        $"<!DOCTYPE html><html><head><meta charset=\"utf-8\"/><title>Exported Data</title></head><body><div class=\"page_wrap\"><div class=\"page_header\"><div class=\"content\"><div class=\"text bold\">\n{chat}\n</div></div></div><div class=\"page_body chat_page\"><div class=\"history\">{messages}</div></div></div></body></html>";

    private static string HtmlMessage(int id, string? from, string text, string date, string? reply = null) =>
        $"<div class=\"message default clearfix{(from is null ? " joined" : "")}\" id=\"message{id}\"><div class=\"body\">"
        + $"<div class=\"pull_right date details\" title=\"{date}\">11:20</div>"
        + (from is null ? "" : $"<div class=\"from_name\">\n{from} </div>")
        + (reply is null ? "" : $"<div class=\"reply_to details\">In reply to <a href=\"{reply}\" onclick=\"return GoToMessage(1)\">this message</a></div>")
        + $"<div class=\"text\">\n{text}\n</div></div></div>";
}
