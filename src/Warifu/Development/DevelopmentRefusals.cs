using Warifu.Wire;

namespace Warifu.Development;

/// <summary>Why something on a developer's machine cannot be done.</summary>
public static class DevelopmentRefusals
{
    public static readonly Refusal PortTaken = new("port-taken", 503,
        new("必要なポートを別のプログラムが使っています。", "Another program uses a port that is needed."),
        new("そのプログラムを止めてください（ss -ltnp で分かります）。別の ./dev up が動いていれば、そちらを Ctrl-C で。",
            "Stop that program (ss -ltnp shows it). If another ./dev up is running, stop that with Ctrl-C."));

    public static readonly Refusal PackageMissing = new("system-package-missing", 503,
        new("必要なシステムパッケージがありません。", "A system package that is needed is missing."),
        new("管理者として下のコマンドを実行してください。", "Run the command below as an administrator."));

    public static readonly Refusal NoPackageTool = new("no-package-tool", 503,
        new("この環境にはシステムパッケージを入れる手段がありません（apt-get が必要です）。", "There is no way to install system packages here (apt-get is needed)."),
        new("下のパッケージを手で入れてください。", "Install the packages below by hand."));

    public static readonly Refusal StillRunning = new("world-still-running", 409,
        new("./dev up が動いています。", "./dev up is running."),
        new("Ctrl-C で止めてから、もう一度実行してください。", "Stop it with Ctrl-C and try again."));

    public static readonly Refusal NotRunning = new("world-not-running", 409,
        new("./dev up が動いていません。", "./dev up is not running."),
        new("別の端末で ./dev up を始めてから、もう一度実行してください。", "Start ./dev up in another terminal and try again."));

    public static readonly Refusal NoSuchStaff = new("no-such-staff", 422,
        new("この職員番号の職員はいません。", "No member of staff has this ID."),
        new("次のいずれかを指定してください。", "Give one of these."));
}
