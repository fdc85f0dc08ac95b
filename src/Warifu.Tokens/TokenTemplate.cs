using System.Runtime.InteropServices;
using System.Text;

namespace Warifu.Tokens;

/// <summary>Attributes of an object in a token, in memory that does not move while the library reads it.</summary>
internal sealed class TokenTemplate : IDisposable
{
    public const nuint Class = 0;
    public const nuint Label = 3;
    public const nuint Id = 0x102;
    public const nuint Sensitive = 0x103;
    public const nuint Extractable = 0x162;
    public const nuint EcPoint = 0x181;
    public const nuint Value = 0x11;

    private const nuint OnToken = 1;
    private const nuint Private = 2;
    private const nuint Issuer = 0x81;
    private const nuint SerialNumber = 0x82;
    private const nuint Subject = 0x101;
    private const nuint CertificateType = 0x80;
    private const nuint Certificate = 1;
    private const nuint X509 = 0;
    private const nuint KeyType = 0x100;
    private const nuint MaySign = 0x108;
    private const nuint MayVerify = 0x10A;
    private const nuint EcParameters = 0x180;
    private const nuint PublicKey = 2;
    private const nuint PrivateKey = 3;
    private const nuint EllipticCurve = 3;

    private readonly List<nint> memory = [];
    private readonly List<Cryptoki.TokenAttribute> attributes = [];

    public Cryptoki.TokenAttribute[] Attributes => [.. attributes];

    public nuint Count => (nuint)attributes.Count;

    /// <summary>All private keys of a label.</summary>
    public static TokenTemplate PrivateKeyNamed(string label) => new TokenTemplate().Number(Class, PrivateKey).Add(Label, Encoding.UTF8.GetBytes(label));

    public static TokenTemplate PrivateKeyOf(byte[] id) => new TokenTemplate().Number(Class, PrivateKey).Add(Id, id);

    public static TokenTemplate PublicKeyOf(byte[] id) => new TokenTemplate().Number(Class, PublicKey).Add(Id, id);

    public static TokenTemplate AllOf(byte[] id) => new TokenTemplate().Add(Id, id);

    public static TokenTemplate Certificates() => new TokenTemplate().Number(Class, Certificate).Number(CertificateType, X509);

    public static TokenTemplate CertificateOf(byte[] id) => Certificates().Add(Id, id);

    /// <summary>Public, so that browsers list it before they ask for the PIN.</summary>
    /// <param name="serial">DER of the serial number.</param>
    public static TokenTemplate NewCertificate(string label, byte[] id, byte[] der, byte[] subject, byte[] issuer, byte[] serial) => Certificates()
        .Flag(OnToken, true).Flag(Private, false).Add(Label, Encoding.UTF8.GetBytes(label)).Add(Id, id)
        .Add(Subject, subject).Add(Issuer, issuer).Add(SerialNumber, serial).Add(Value, der);

    /// <param name="curve">DER of the curve's object identifier.</param>
    public static TokenTemplate NewPublicKey(string label, byte[] id, byte[] curve) => new TokenTemplate()
        .Number(Class, PublicKey).Number(KeyType, EllipticCurve).Flag(OnToken, true).Flag(Private, false).Flag(MayVerify, true)
        .Add(Label, Encoding.UTF8.GetBytes(label)).Add(Id, id).Add(EcParameters, curve);

    /// <summary>It signs, and it never leaves the token.</summary>
    public static TokenTemplate NewPrivateKey(string label, byte[] id) => new TokenTemplate()
        .Number(Class, PrivateKey).Number(KeyType, EllipticCurve).Flag(OnToken, true).Flag(Private, true).Flag(MaySign, true)
        .Flag(Sensitive, true).Flag(Extractable, false)
        .Add(Label, Encoding.UTF8.GetBytes(label)).Add(Id, id);

    /// <summary>Room for a value the library writes.</summary>
    public static TokenTemplate Room(nuint kind, int length) => new TokenTemplate().Add(kind, new byte[length]);

    /// <summary>What the library wrote into the room.</summary>
    public static byte[] Written(Cryptoki.TokenAttribute written)
    {
        var value = new byte[(int)written.Length];
        Marshal.Copy(written.Value, value, 0, value.Length);
        return value;
    }

    public void Dispose() => memory.ForEach(Marshal.FreeHGlobal);

    private TokenTemplate Flag(nuint kind, bool value) => Add(kind, [(byte)(value ? 1 : 0)]);

    private TokenTemplate Number(nuint kind, nuint value) => Add(kind, BitConverter.GetBytes((ulong)value)[..nuint.Size]);

    private TokenTemplate Add(nuint kind, byte[] value)
    {
        var place = Marshal.AllocHGlobal(Math.Max(1, value.Length));
        memory.Add(place);
        Marshal.Copy(value, 0, place, value.Length);
        attributes.Add(new Cryptoki.TokenAttribute { Kind = kind, Value = place, Length = (nuint)value.Length });
        return this;
    }
}
