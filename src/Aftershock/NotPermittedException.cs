namespace Aftershock;

/// <summary>What is asked for is understood, and may not be done without a right that nobody has shown.</summary>
public sealed class NotPermittedException(string message) : Exception(message);
