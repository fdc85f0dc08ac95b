using System.CommandLine;

namespace Warifu.Operations;

/// <summary><c>warifu authority</c>: what the operator of an authority does.</summary>
internal static class AuthorityCommand
{
    public static Command Make() => new("authority", """
        What the operator of an authority does.

          warifu authority ceremony FILE       makes the keys and certificates that FILE describes, once
          warifu authority status              keys, CRLs, logs and jobs
          warifu authority verify DIR|URL      checks a copy of a log, trusting nobody
        """)
    {
        CeremonyCommand.Make(), StatusCommand.Make(), VerifyCommand.Make(),
    };
}
