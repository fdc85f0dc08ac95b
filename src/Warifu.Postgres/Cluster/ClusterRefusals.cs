using Warifu.Wire;

namespace Warifu.Postgres.Cluster;

/// <summary>Why a private cluster cannot start, and what to do.</summary>
public static class ClusterRefusals
{
    public static readonly Refusal BinariesMissing = new("database-programs-missing", 503,
        new("PostgreSQL 15 以上のサーバープログラムが見つかりません。", "The server programs of PostgreSQL 15 or newer were not found."),
        new("./dev doctor を実行するか、パッケージ postgresql を入れてください。", "Run ./dev doctor, or install the package postgresql."));

    public static readonly Refusal InUse = new("database-in-use", 503,
        new("同じデータベースを別の Warifu が使っています。", "Another Warifu is using the same database."),
        new("動いているほうを Ctrl-C で止めてから、もう一度始めてください。", "Stop the running one with Ctrl-C, then start again."));

    public static readonly Refusal DiskFull = new("disk-full", 507,
        new("ディスクの空きが足りません（512 MiB 必要です）。", "There is not enough room on the disk (512 MiB are needed)."),
        new("空きを作ってから、もう一度始めてください。何も失われていません。", "Make room and start again. Nothing is lost."));

    public static readonly Refusal NoPlace = new("database-has-no-place", 503,
        new("データベースのユーザーが入れる場所がありません。", "There is no place that the database user can enter."),
        new("チェックアウトを postgres ユーザーが読める場所に移すか、/var/lib に書けるユーザーで実行してください。",
            "Move the checkout where the user postgres can enter, or run as a user who may write to /var/lib."));

    public static readonly Refusal InitFailed = new("database-not-made", 503,
        new("データベースを作れませんでした。", "The database could not be made."),
        new("下の言葉を確かめてください。作りかけのものは次の起動で捨てられます。", "See the words below. What was half made is thrown away at the next start."));

    public static readonly Refusal NotReady = new("database-not-ready", 503,
        new("データベースが始まりませんでした。", "The database did not start."),
        new("下の言葉を確かめ、直らなければ ./dev reset で作り直してください。", "See the words below; if it stays, ./dev reset makes it anew."));
}
