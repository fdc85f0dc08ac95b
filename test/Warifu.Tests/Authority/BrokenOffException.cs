namespace Warifu.Tests.Authority;

/// <summary>Stands for the end of the process between two steps.</summary>
public sealed class BrokenOffException : Exception
{
    public BrokenOffException()
    {
    }

    public BrokenOffException(string message)
        : base(message)
    {
    }

    public BrokenOffException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
