using System.CommandLine;

namespace Warifu.Operations;

/// <summary><c>warifu authority</c>: what the operator of an authority does.</summary>
internal static class AuthorityCommand
{
    public static Command Make() => new("authority", """
        What the operator of an authority does.

          warifu authority ceremony FILE           makes the keys and certificates that FILE describes, once
          warifu authority root-list               signs the root's next CRL, and revokes issuing authorities by it
          warifu authority serve                   runs a node
          warifu authority bank                    registers a bank on the wire, or withdraws its certificate
          warifu authority revoke BANK SERIAL      revokes a certificate
          warifu authority status                  keys, CRLs, OCSP answers, logs and jobs
          warifu authority acts                    what operators did, checked
          warifu authority verify DIR|URL          checks a copy of a log, trusting nobody
        """)
    {
        CeremonyCommand.Make(), CeremonyCommand.MakeRootList(), ServeCommand.Make(), WireBankCommand.Make(), RevokeCommand.Make(),
        StatusCommand.Make(), ActsCommand.Make(), VerifyCommand.Make(),
    };
}
