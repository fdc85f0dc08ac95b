using System.Globalization;

namespace Warifu.Tokens;

/// <summary>A PKCS#11 function answered something else than CKR_OK. What follows from it is decided by the code alone.</summary>
internal sealed class CryptokiException(string function, nuint code)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{function}: 0x{code:x}"))
{
    public nuint Code => code;

    public bool IsPinRefused => code >= Cryptoki.PinRefused.First && code <= Cryptoki.PinRefused.Last;
}
