using System.CommandLine;
using System.Text;
using Warifu.Development;
using Warifu.Web.Faces;

// OpenSSL reads its settings once, at its first use: this comes before anything else.
OpenSslSettings.Apply(Path.Combine(Path.GetTempPath(), $"warifu-{Environment.UserName}"));
Console.OutputEncoding = Encoding.UTF8;

var root = new RootCommand("Warifu: certificate-secured business banking, from the client certificate to the books.")
{
    DevCommand.Make(),
};
return await Told.RunAsync(() => root.Parse(args).InvokeAsync());
