"""One filing for all hosts, and the number that none may repeat."""

NUMBER = "11010519491231002X"
FILING = {
    "account": "1001",
    "subject": {
        "type": "individual",
        "name": "张三",
        "credential": {"kind": "resident_id_card", "number": NUMBER},
    },
}
