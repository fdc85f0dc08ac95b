// The same service written with oauth4webapi, step by step.
import * as oauth from 'oauth4webapi'
import { fetchWith } from './fetch.mjs'

export async function begin({ issuer, clientId, redirectUri, details, sender, method, signingKey, tls }) {
  const over = { [oauth.customFetch]: fetchWith(tls) }
  const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', ...over }))
  const self = { client_id: clientId }
  const authentication = method === 'private_key_jwt'
    ? oauth.PrivateKeyJwt({ key: await crypto.subtle.importKey('jwk', signingKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']), kid: signingKey.kid })
    : oauth.TlsClientAuth()
  const DPoP = sender === 'dpop' ? oauth.DPoP(self, await oauth.generateKeyPair('ES256')) : undefined
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const pushed = await oauth.processPushedAuthorizationResponse(server, self, await oauth.pushedAuthorizationRequest(server, self, authentication, new URLSearchParams({
    response_type: 'code',
    redirect_uri: redirectUri,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    authorization_details: JSON.stringify(details),
  }), { DPoP, ...over }))
  const address = new URL(server.authorization_endpoint)
  address.searchParams.set('client_id', clientId)
  address.searchParams.set('request_uri', pushed.request_uri)

  return {
    address,
    finish: async callback => {
      const answer = oauth.validateAuthResponse(server, self, new URL(callback), state)
      const tokens = await oauth.processAuthorizationCodeResponse(server, self,
        await oauth.authorizationCodeGrantRequest(server, self, authentication, answer, redirectUri, verifier, { DPoP, ...over }))
      const again = await oauth.processRefreshTokenResponse(server, self,
        await oauth.refreshTokenGrantRequest(server, self, authentication, tokens.refresh_token, { DPoP, ...over }))
      return { tokenType: tokens.token_type, grant: tokens.grant_id, details: tokens.authorization_details, access: again.access_token }
    },
    call: async token => {
      const answer = await oauth.protectedResourceRequest(token, 'GET', new URL('/accounts', issuer), new Headers(), null, { DPoP, ...over })
        .catch(error => error.response ?? Promise.reject(error))
      return { status: answer.status, body: await answer.json() }
    },
  }
}
