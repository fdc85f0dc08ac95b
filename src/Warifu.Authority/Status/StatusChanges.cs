using Warifu.Postgres.Jobs;

namespace Warifu.Authority.Status;

/// <summary>To be told after the commit of whatever changes the standing of a certificate, so that this node and the others forget older answers at once.</summary>
internal sealed class StatusChanges(OcspMemory memory, Wakeup wakeup)
{
    public void Tell()
    {
        memory.Forget();
        wakeup.Signal();
    }
}
