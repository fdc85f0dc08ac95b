// A service written with openid-client. It reads one line of JSON at a time and answers with one.
import * as client from 'openid-client'
import { fetchWith } from './fetch.mjs'

export async function begin({ issuer, clientId, redirectUri, details, sender, method, signingKey, tls }) {
  const authentication = method === 'private_key_jwt'
    ? client.PrivateKeyJwt({ key: await crypto.subtle.importKey('jwk', signingKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']), kid: signingKey.kid })
    : client.TlsClientAuth()
  const config = await client.discovery(new URL(issuer), clientId, undefined, authentication, { algorithm: 'oauth2', [client.customFetch]: fetchWith(tls) })
  const handle = sender === 'dpop' ? client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256')) : undefined
  const refresh = async token => {
    const given = await client.refreshTokenGrant(config, token, undefined, { DPoP: handle })
    return { grant: given.grant_id, access: given.access_token }
  }
  const push = async more => {
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const address = await client.buildAuthorizationUrlWithPAR(config, {
      redirect_uri: redirectUri,
      state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      authorization_details: JSON.stringify(details),
      ...more,
    }, { DPoP: handle })
    const finish = async callback => {
      const tokens = await client.authorizationCodeGrant(config, new URL(callback), { pkceCodeVerifier: verifier, expectedState: state }, undefined, { DPoP: handle })
      const { access } = await refresh(tokens.refresh_token)
      return { tokenType: tokens.token_type, grant: tokens.grant_id, details: tokens.authorization_details, refresh: tokens.refresh_token, access }
    }
    return { address, finish }
  }
  const call = async token => {
    const answer = await client.fetchProtectedResource(config, token, new URL('/accounts', issuer), 'GET', undefined, undefined, { DPoP: handle })
      .catch(error => error.response ?? Promise.reject(error))
    return { status: answer.status, body: await answer.json() }
  }
  // The same link under new terms (Grant Management).
  const again = grant => push({ grant_management_action: 'replace', grant_id: grant })
  return { ...await push({}), again, refresh, call }
}
