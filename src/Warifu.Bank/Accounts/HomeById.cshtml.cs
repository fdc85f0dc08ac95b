using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Accounts;

/// <summary>The home page of those who signed in by ID and password: on their face the public page has the first path.</summary>
[OnFace(BankFaces.Www)]
[NeedsSession]
internal sealed class HomeByIdModel(Database database, Banks banks) : HomeModel(database, banks)
{
    public const string Path = "/home";
}
