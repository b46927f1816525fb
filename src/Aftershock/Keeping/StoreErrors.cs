namespace Aftershock.Keeping;

/// <summary>The store cannot be opened or used as it is; the message says what and what to do.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
