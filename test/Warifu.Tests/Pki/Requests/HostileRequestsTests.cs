using Warifu.Pki.Requests;

namespace Warifu.Tests.Pki.Requests;

public sealed class HostileRequestsTests
{
    [Fact]
    public void None_of_the_corpus_is_read() =>
        Assert.Empty(HostileRequests.All.Where(request => SigningRequest.Read(request.Value).Refusal is null).Select(request => request.Key));
}
