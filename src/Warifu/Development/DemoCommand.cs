using System.CommandLine;
namespace Warifu.Development;
internal static class DemoCommand { public static Command Make() => new("demo"); }
