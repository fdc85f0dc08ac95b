using System.CommandLine;

namespace Warifu.Operations;

/// <summary><c>warifu bank</c>: what the operator of banks does.</summary>
internal static class BankCommand
{
    public static Command Make() => new("bank", """
        What the operator of banks does.

          warifu bank profile check FILE…             everything that is wrong with profiles, at once
          warifu bank enrolment-credential LOGIN_ID   makes the secret with which a program enrols once by EST
          warifu bank staff admit STAFF_ID            enters a member of the bank's staff with his certificate
          warifu bank client register FILE            registers a service that customers may link
          warifu bank history verify                  proves that nobody altered, added or took away what was recorded
        """)
    {
        new Command("profile", "A bank's profile: what makes it differ from another bank.") { ProfileCheckCommand.Make() },
        EnrolmentCredentialCommand.Make(),
        StaffCommand.Make(),
        ClientCommand.Make(),
        new Command("history", "操作履歴: what users and the bank did.") { HistoryVerifyCommand.Make() },
    };
}
