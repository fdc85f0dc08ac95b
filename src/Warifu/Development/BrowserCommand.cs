using System.CommandLine;
namespace Warifu.Development;
internal static class BrowserCommand { public static Command Make() => new("browser"); }
