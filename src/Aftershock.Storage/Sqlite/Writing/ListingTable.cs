using System.Buffers;
using System.Text.Json;
using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

/// <summary>Listings with their countries, data classes and recognition.</summary>
internal sealed class ListingTable : IDisposable
{
    private readonly Statement _find;
    private readonly Statement _write;
    private readonly Statement _writeRecognition;
    private readonly Statement _addCountry;
    private readonly Statement _dropCountry;
    private readonly Statement _addClass;
    private readonly Statement _dropClass;
    private readonly Statement _findClass;
    private readonly Statement _newClass;
    private readonly Statement _drop;
    private readonly Statement _dropRecognition;
    private readonly Statement _movePost;
    private readonly Dictionary<string, long> _classes = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public ListingTable(SqliteConnection connection)
    {
        _json = RecognitionJson.Writer(_buffer);
        _find = new(connection, "SELECT recognition FROM listing_recognition WHERE listing_id = ?");
        _write = new(connection, """
            INSERT INTO listing (post_id, name, source_id, published_at, published_precision, opening, author,
                kind, offer, sector, language, records, price_usd, databases, leak_key, facts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (post_id) DO UPDATE SET published_at = excluded.published_at, published_precision = excluded.published_precision,
                opening = excluded.opening, author = excluded.author, kind = excluded.kind, offer = excluded.offer,
                sector = excluded.sector, language = excluded.language, records = excluded.records,
                price_usd = excluded.price_usd, databases = excluded.databases, leak_key = excluded.leak_key, facts = excluded.facts
            """);
        _writeRecognition = new(connection, """
            INSERT INTO listing_recognition (listing_id, recognition) VALUES (?, ?)
            ON CONFLICT (listing_id) DO UPDATE SET recognition = excluded.recognition
            """);
        _addCountry = new(connection, "INSERT INTO listing_country (country, listing_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
        _dropCountry = new(connection, "DELETE FROM listing_country WHERE country = ? AND listing_id = ?");
        _addClass = new(connection, "INSERT INTO listing_data_class (data_class_id, listing_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
        _dropClass = new(connection, "DELETE FROM listing_data_class WHERE data_class_id = ? AND listing_id = ?");
        _findClass = new(connection, "SELECT id FROM data_class WHERE name = ?");
        _newClass = new(connection, "INSERT INTO data_class (name) VALUES (?)");
        _drop = new(connection, "DELETE FROM listing WHERE post_id = ?");
        _dropRecognition = new(connection, "DELETE FROM listing_recognition WHERE listing_id = ?");
        _movePost = new(connection, """
            UPDATE listing SET published_at = ?1, published_precision = ?2, opening = ?3, author = ?4
            WHERE post_id = ?5 AND (published_at <> ?1 OR published_precision <> ?2 OR opening <> ?3 OR author <> ?4)
            """);
    }

    /// <summary>Adds, replaces or removes the listing of a post, as its recognition says.</summary>
    /// <param name="row">Row of the post.</param>
    /// <param name="sourceRow">Row of the source.</param>
    /// <param name="post">The post as it stands.</param>
    /// <param name="recognition">What was recognized in it.</param>
    /// <param name="isNew">The post was not there before, so no listing is.</param>
    public Change Write(long row, long sourceRow, Post post, Recognition recognition, bool isNew)
    {
        var stored = isNew ? null : Find(row);
        if (!recognition.OffersData)
        {
            return stored is null ? Change.None : Drop(row, stored);
        }

        _buffer.Clear();
        _json.Reset(_buffer);
        RecognitionJson.Write(_json, recognition);
        if (stored is not null && stored.AsSpan().SequenceEqual(_buffer.WrittenSpan))
        {
            return PostChanged(row, post) ? Change.Merged : Change.None;
        }

        if (stored is not null)
        {
            DropParts(row, stored);
        }

        Insert(row, sourceRow, post, recognition);
        return stored is null ? Change.Added : Change.Merged;
    }

    /// <summary>Carries over what a listing takes from its post.</summary>
    public bool PostChanged(long row, Post post) =>
        BindPost(_movePost, post).Bind(row).Run() > 0;

    public void Forget() => _classes.Clear();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_find, _write, _writeRecognition, _addCountry, _dropCountry, _addClass, _dropClass,
            _findClass, _newClass, _drop, _dropRecognition, _movePost])
        {
            statement.Dispose();
        }

        _json.Dispose();
    }

    private void Insert(long row, long sourceRow, Post post, Recognition recognition)
    {
        var leakKey = LeakKey.Of(post.Key, recognition);
        var listing = new Listing { Id = ListingId.Of(post.Key), Post = post, Recognition = recognition, LeakKey = leakKey };
        BindPost(_write.Bind(row).Bind(listing.Id.Value).Bind(sourceRow), post)
            .Bind(WireNames.Of(recognition.Kind)).Bind(recognition.Offer is { } offer ? WireNames.Of(offer) : "")
            .Bind(recognition.Sector ?? "").Bind(recognition.Language)
            .Bind(listing.RecordsClaimed ?? ListingFacts.NoFigure).Bind(ListingFacts.Cents(recognition.Price?.Usd))
            .Bind(listing.Databases).Bind(leakKey).Bind(ListingFacts.Join(recognition)).Run();
        _writeRecognition.Bind(row).Bind(_buffer.WrittenSpan).Run();
        AddParts(row, recognition);
    }

    /// <summary>Four parameters: what a listing takes from its post.</summary>
    private static Statement BindPost(Statement statement, Post post) => statement
        .Bind(Instant.Of(post.PublishedAt?.At) ?? Instant.Untold).Bind((long)(post.PublishedAt?.Precision ?? Precision.Second))
        .Bind(post.IsOpening).Bind(post.Author ?? "");

    private void AddParts(long row, Recognition recognition)
    {
        foreach (var country in OrNotTold(recognition.Countries))
        {
            _addCountry.Bind(country).Bind(row).Run();
        }

        foreach (var dataClass in OrNotTold(recognition.DataClasses))
        {
            _addClass.Bind(ClassRow(dataClass)).Bind(row).Run();
        }
    }

    private void DropParts(long row, byte[] stored)
    {
        var recognition = RecognitionJson.Read(stored);
        foreach (var country in OrNotTold(recognition.Countries))
        {
            _dropCountry.Bind(country).Bind(row).Run();
        }

        foreach (var dataClass in OrNotTold(recognition.DataClasses))
        {
            _dropClass.Bind(ClassRow(dataClass)).Bind(row).Run();
        }
    }

    private Change Drop(long row, byte[] stored)
    {
        DropParts(row, stored);
        _dropRecognition.Bind(row).Run();
        _drop.Bind(row).Run();
        return Change.Merged;
    }

    /// <returns>The recognition as it is kept; null without a listing.</returns>
    private byte[]? Find(long row)
    {
        var found = _find.Bind(row).Step() ? _find.Bytes(0).ToArray() : null;
        _find.Reset();
        return found;
    }

    private long ClassRow(string name)
    {
        if (!_classes.TryGetValue(name, out var row))
        {
            row = _findClass.Bind(name).RunForNumber() ?? _newClass.Bind(name).RunForNewRow()!.Value;
            _classes[name] = row;
        }

        return row;
    }

    private static IReadOnlyList<string> OrNotTold(IReadOnlyList<string> values) => values.Count == 0 ? [""] : values;
}
