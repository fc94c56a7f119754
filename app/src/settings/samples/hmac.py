import hashlib, hmac, os, time

org_id = "YOUR_ORG_ID"
secret = os.environ["USHER_SECRET"]

# For the user who is logged in; good for an hour.
def client_proof(client_id):
    exp = int(time.time()) + 3600
    lines = f"usher-client\n{org_id}\n{exp}\n{client_id}"
    return f"{exp}." + hmac.new(secret.encode(), lines.encode(), hashlib.sha256).hexdigest()
