namespace Warifu.Bank.Renewals;

/// <summary>How a user of a bank may renew his certificate in time (seed 001, 2.10; seed 004).</summary>
public enum RenewalWay
{
    /// <summary>With the program on his PC.</summary>
    Program,

    /// <summary>In the browser, which makes the key.</summary>
    Browser,

    /// <summary>With the program, onto a USB token that the bank handed out to him.</summary>
    Token,
}
