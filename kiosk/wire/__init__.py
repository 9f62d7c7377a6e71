"""What travels between terminal and hub; both ends use these structs.

Bodies are JSON. Domain dataclasses travel as they are; the structs here name the requests
and answers of each resource. Unknown fields are ignored, so that an older terminal can
talk to a newer hub.
"""
