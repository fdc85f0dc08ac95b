namespace Warifu.Web.Keyboards;

/// <summary>Where the keys of the software keyboard stand.</summary>
public enum KeyOrder
{
    /// <summary>As in the alphabet, always.</summary>
    Ordered,

    /// <summary>Somewhere else at each opening, within their group, so that watching the pointer tells nothing.</summary>
    Shuffled,
}
