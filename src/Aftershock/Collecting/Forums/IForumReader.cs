namespace Aftershock.Collecting.Forums;

/// <summary>Reads the pages of one forum program.</summary>
public interface IForumReader : IPageReader
{
    /// <summary>The program's name as people write it, such as "phpBB 3".</summary>
    string Title { get; }

    /// <summary>The name of the board that the page shows, such as "Harbour Exchange"; null when it shows none.</summary>
    string? BoardName(RawPage page);
}
