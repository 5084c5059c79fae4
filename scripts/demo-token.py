"""Prints an API token of one of the demo's open accounts: demo-token.py URL LOGIN."""

import json
import re
import sys
import urllib.request

url, login = sys.argv[1:]
page = urllib.request.urlopen(f"{url}/contoh").read().decode()
password = re.search(r"bening-contoh-\d+", page).group()
code = re.search(r">\s*(\d{6})\s*<", page).group(1)
body = json.dumps({"login": login, "password": password, "code": code}).encode()
request = urllib.request.Request(
    f"{url}/api/v1/sesi", body, {"Content-Type": "application/json"}
)
print(json.load(urllib.request.urlopen(request))["token"])
