import base64, hashlib, hmac, json, os, time

org_id = "YOUR_ORG_ID"
secret = os.environ["USHER_SECRET"]

def base64url(part):
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

# For the user who is logged in; data is optional and can not be overwritten in the browser.
def client_proof(client_id, data=None):
    claims = {"sub": client_id, "aud": org_id, "exp": int(time.time()) + 3600, "data": data or {}}
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    signed = ".".join(base64url(json.dumps(part).encode()) for part in parts)
    return signed + "." + base64url(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())
