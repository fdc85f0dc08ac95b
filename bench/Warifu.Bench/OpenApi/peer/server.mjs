// node server.mjs FOLDER PORT COUNT: npm's oidc-provider as a FAPI 2.0 authorization server with one service, its codes and refresh tokens made beforehand.
// It keeps everything in memory, so nothing outlives it. Prints "ready"; ends with its input.
import { readFileSync } from 'node:fs'
import http2 from 'node:http2'
import { Provider } from 'oidc-provider'

const [folder, port, count] = process.argv.slice(2)
const read = name => readFileSync(`${folder}/${name}`, 'utf8')
const issuer = `https://localhost:${port}`
const kept = new Map()

// Its own memory forgets after a thousand.
class Memory {
  constructor(model) { this.model = model }
  key(id) { return `${this.model}:${id}` }
  async upsert(id, payload) { kept.set(this.key(id), payload) }
  async find(id) { return kept.get(this.key(id)) }
  async findByUid() {}
  async findByUserCode() {}
  async consume(id) { kept.get(this.key(id)).consumed = Math.floor(Date.now() / 1000) }
  async destroy(id) { kept.delete(this.key(id)) }
  async revokeByGrantId() {}
}

const { clientId, redirectUri, challenge, clientKey, signingKey } = JSON.parse(read('peer.json'))
const provider = new Provider(issuer, {
  adapter: Memory,
  clients: [{
    client_id: clientId,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'self_signed_tls_client_auth',
    tls_client_certificate_bound_access_tokens: true,
    jwks: { keys: [clientKey] },
  }],
  clientAuthMethods: ['self_signed_tls_client_auth'],
  jwks: { keys: [signingKey] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  scopes: ['accounts'],
  features: {
    devInteractions: { enabled: false },
    fapi: { enabled: true, profile: '2.0' },
    mTLS: {
      enabled: true,
      selfSignedTlsClientAuth: true,
      certificateBoundAccessTokens: true,
      getCertificate: ctx => ctx.req.socket.getPeerX509Certificate(),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => issuer,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'accounts', audience: issuer, accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
    },
  },
  findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  issueRefreshToken: () => true,
  rotateRefreshToken: false,
  ttl: { AuthorizationCode: 3600, RefreshToken: 86400, Grant: 86400, AccessToken: 600 },
})

const client = await provider.Client.find(clientId)
for (let number = 0; number < Number(count); number++) {
  const accountId = `user${number}`
  const grant = new provider.Grant({ accountId, clientId })
  grant.addResourceScope(issuer, 'accounts')
  const grantId = await grant.save()
  const given = { accountId, client, grantId, scope: 'accounts', resource: issuer, gty: 'authorization_code' }
  const code = new provider.AuthorizationCode({ ...given, redirectUri, codeChallenge: challenge, codeChallengeMethod: 'S256' })
  code.jti = `code${number}`
  await code.save(3600)
  const refresh = new provider.RefreshToken({ ...given, iiat: Math.floor(Date.now() / 1000), rotations: 0 })
  refresh.jti = `refresh${number}`
  await refresh.save(86400)
}

http2.createSecureServer({
  key: read('server.key'),
  cert: read('server.pem'),
  requestCert: true,
  rejectUnauthorized: false,
  allowHTTP1: true,
}, provider.callback()).listen(Number(port), '127.0.0.1', () => console.log('ready'))
process.stdin.resume().on('end', () => process.exit(0))
