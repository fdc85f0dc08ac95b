using System.CommandLine;
using Warifu.Bench.Figures;
using Warifu.Bench.Handshakes;
using Warifu.Bench.SignIn;
using Warifu.Bench.Status;
using Warifu.Bench.Tokens;
using Warifu.Web.Faces;

OpenSslSettings.Apply(Path.Combine(Path.GetTempPath(), $"warifu-{Environment.UserName}"));
if (args is ["serve-face", var folder, var port])
    return await ServedFace.RunAsync(folder, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["serve-status", var home, var status])
    return await ServedStatus.AuthorityAsync(home, int.Parse(status, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["serve-fixed", var file, var fixedPort])
    return await ServedStatus.FixedAsync(file, int.Parse(fixedPort, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["serve-page", var page, var pagePort])
    return await ServedPage.RunAsync(page, int.Parse(pagePort, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["sign-by-token"])
    return await TokenBenchmark.SignAsync();

var name = new Argument<string>("name") { Description = $"One of: {Benchmarks.Names}" };
var json = new Option<bool>("--json") { Description = "One JSON object per figure." };
var root = new RootCommand("Measures Warifu beside a peer on the same machine: medians of five interleaved runs.") { name, json };
root.SetAction((parsed, cancel) => Benchmarks.RunAsync(parsed.GetValue(name)!, parsed.GetValue(json), cancel));
return await root.Parse(args.Length == 0 ? ["--help"] : args).InvokeAsync();
