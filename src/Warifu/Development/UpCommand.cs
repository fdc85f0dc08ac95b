using System.CommandLine;
namespace Warifu.Development;
internal static class UpCommand { public static Command Make() => new("up"); }
