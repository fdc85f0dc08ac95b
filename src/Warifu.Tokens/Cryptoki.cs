using System.Runtime.InteropServices;

namespace Warifu.Tokens;

/// <summary>The few functions of PKCS#11 2.40 that keys and certificates in a token need. CK_ULONG has the width of a pointer on Unix.</summary>
internal sealed class Cryptoki
{
    public const nuint Ok = 0;
    public const nuint AlreadyInitialized = 0x191;
    public const nuint AlreadyLoggedIn = 0x100;

    /// <summary>CKR_PIN_INCORRECT to CKR_PIN_LOCKED.</summary>
    public static readonly (nuint First, nuint Last) PinRefused = (0xA0, 0xA4);

    /// <summary>CK_FUNCTION_LIST begins with CK_VERSION, padded to one pointer; then the functions in the standard's order.</summary>
    private const int FunctionsOffset = 8;

    public Cryptoki(string path)
    {
        var library = NativeLibrary.Load(path);
        var get = Marshal.GetDelegateForFunctionPointer<GetFunctionList>(NativeLibrary.GetExport(library, "C_GetFunctionList"));
        Check("C_GetFunctionList", get(out var list));
        T At<T>(int place)
            where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(list, FunctionsOffset + (place * nint.Size)));
        Initialize = At<InitializeFunction>(0);
        Finish = At<FinalizeFunction>(1);
        GetSlotList = At<GetSlotListFunction>(4);
        GetTokenInfo = At<GetTokenInfoFunction>(6);
        OpenSession = At<OpenSessionFunction>(12);
        CloseSession = At<SessionFunction>(13);
        GetSessionInfo = At<GetSessionInfoFunction>(15);
        Login = At<LoginFunction>(18);
        CreateObject = At<CreateObjectFunction>(20);
        DestroyObject = At<DestroyObjectFunction>(22);
        GetAttributeValue = At<AttributesFunction>(24);
        FindObjectsInit = At<FindObjectsInitFunction>(26);
        FindObjects = At<FindObjectsFunction>(27);
        FindObjectsFinal = At<SessionFunction>(28);
        SignInit = At<SignInitFunction>(42);
        Sign = At<SignFunction>(43);
        GenerateKeyPair = At<GenerateKeyPairFunction>(59);
    }

    public InitializeFunction Initialize { get; }

    public FinalizeFunction Finish { get; }

    public GetSlotListFunction GetSlotList { get; }

    public GetTokenInfoFunction GetTokenInfo { get; internal set; }

    public OpenSessionFunction OpenSession { get; }

    public SessionFunction CloseSession { get; }

    public GetSessionInfoFunction GetSessionInfo { get; }

    public LoginFunction Login { get; internal set; }

    public CreateObjectFunction CreateObject { get; }

    public DestroyObjectFunction DestroyObject { get; }

    public AttributesFunction GetAttributeValue { get; }

    public FindObjectsInitFunction FindObjectsInit { get; }

    public FindObjectsFunction FindObjects { get; }

    public SessionFunction FindObjectsFinal { get; }

    public SignInitFunction SignInit { get; }

    public SignFunction Sign { get; }

    public GenerateKeyPairFunction GenerateKeyPair { get; }

    /// <exception cref="CryptokiException">Anything but CKR_OK.</exception>
    public static void Check(string function, nuint code)
    {
        if (code != Ok)
            throw new CryptokiException(function, code);
    }

    private delegate nuint GetFunctionList(out nint list);

    public delegate nuint InitializeFunction(in InitializeArguments arguments);

    public delegate nuint FinalizeFunction(nint reserved);

    public delegate nuint GetSlotListFunction(byte tokenPresent, [In, Out] nuint[]? slots, ref nuint count);

    public delegate nuint GetTokenInfoFunction(nuint slot, [Out] byte[] info);

    public delegate nuint OpenSessionFunction(nuint slot, nuint flags, nint application, nint notify, out nuint session);

    public delegate nuint SessionFunction(nuint session);

    public delegate nuint GetSessionInfoFunction(nuint session, out SessionInfo info);

    /// <param name="pin">Null: the user enters it on the token's own keys.</param>
    public delegate nuint LoginFunction(nuint session, nuint user, [In] byte[]? pin, nuint length);

    public delegate nuint CreateObjectFunction(nuint session, [In] TokenAttribute[] template, nuint count, out nuint made);

    public delegate nuint DestroyObjectFunction(nuint session, nuint thing);

    public delegate nuint AttributesFunction(nuint session, nuint key, [In, Out] TokenAttribute[] template, nuint count);

    public delegate nuint FindObjectsInitFunction(nuint session, [In] TokenAttribute[] template, nuint count);

    public delegate nuint FindObjectsFunction(nuint session, [Out] nuint[] found, nuint room, out nuint count);

    public delegate nuint SignInitFunction(nuint session, in Mechanism mechanism, nuint key);

    public delegate nuint SignFunction(nuint session, [In] byte[] data, nuint length, [Out] byte[] signature, ref nuint signatureLength);

    public delegate nuint GenerateKeyPairFunction(
        nuint session, in Mechanism mechanism, [In] TokenAttribute[] publicTemplate, nuint publicCount,
        [In] TokenAttribute[] privateTemplate, nuint privateCount, out nuint publicKey, out nuint privateKey);

    /// <summary>CK_C_INITIALIZE_ARGS: the library locks by the operating system's means, for we call it from many threads.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InitializeArguments
    {
        public nint CreateMutex;
        public nint DestroyMutex;
        public nint LockMutex;
        public nint UnlockMutex;
        public nuint Flags;
        public nint Reserved;
    }

    /// <summary>CK_SESSION_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SessionInfo
    {
        public nuint Slot;
        public nuint State;
        public nuint Flags;
        public nuint DeviceError;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Mechanism
    {
        public nuint Kind;
        public nint Parameter;
        public nuint ParameterLength;
    }

    /// <summary>CK_ATTRIBUTE.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TokenAttribute
    {
        public nuint Kind;
        public nint Value;
        public nuint Length;
    }
}
