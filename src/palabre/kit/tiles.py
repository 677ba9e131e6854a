"""One square for each country, roughly where it lies: a map without frontiers, drawn by hand from general knowledge.

A square says that people live there, never how large or how important a country is. Two letters each (ISO 3166-1).
"""

from __future__ import annotations

# one unit of the drawing is a ninth of a square and a gap of one
SIZE = 10
LAYOUT = """
.. .. .. .. .. .. GL .. .. .. .. NO .. SJ FI
.. .. .. .. .. .. .. IS FO GB NL DK SE AX LV EE .. .. .. .. .. RU
CA .. .. .. .. .. .. IE IM BE LU DE CZ PL LT BY
.. .. .. .. .. PM .. .. GG JE LI AT SI HU SK MD UA .. .. KZ .. .. MN
.. .. .. .. .. .. .. .. CQ FR CH SM HR BA RS RO .. GE .. UZ KG
US .. .. .. .. .. .. .. PT AD MC IT ME XK MK BG TR AM AZ TM TJ .. .. KP JP
.. .. .. BM .. .. .. .. GI ES TN VA MT AL GR CY LB SY IR AF PK .. CN .. KR
.. CU BS TC AI .. .. .. MA .. DZ .. LY .. .. IL PS IQ KW QA NP BT .. TW
MX KY DO VG SX BL .. EH MR .. .. .. .. .. .. EG JO SA BH AE IN BD MO HK
BZ JM HT MF KN AG GP CV .. .. .. NE .. .. .. .. .. .. .. OM .. MM LA .. .. .. UM
GT HN PR VI MS DM MQ GM SN ML .. .. .. TD .. SD .. ER YE .. .. TH VN .. .. MP
SV NI AW CW VC LC BB GW GN BF BJ .. .. .. .. .. .. DJ .. .. .. .. KH PH GU
.. CR PA BQ GD TT .. SL CI GH TG NG .. .. .. SS .. ET .. .. LK .. .. .. PW .. MH
.. .. CO VE GY SR GF .. LR .. .. GQ CM CF .. .. UG SO .. .. MV .. MY BN .. FM KI
.. .. EC .. .. .. .. .. .. .. ST GA CG .. CD RW KE .. SC .. .. .. SG ID .. .. NR
.. .. PE .. .. .. BR .. .. .. .. .. AO .. .. BI TZ KM .. .. IO .. CX TL PG SB TV TK AS
.. .. .. .. BO .. .. .. SH .. .. .. .. .. ZM .. MW YT .. .. .. CC .. .. .. VU WF WS NU PF
.. .. .. .. .. PY .. .. .. .. .. .. NA .. BW ZW MZ MG RE MU .. .. .. .. AU NC FJ TO CK PN
.. .. CL AR .. UY .. .. .. .. .. .. .. .. ZA LS SZ .. .. .. .. .. .. .. .. .. NF
.. .. .. .. .. FK .. .. .. .. .. .. .. .. .. .. .. .. .. TF HM .. .. .. .. .. NZ
.. .. .. .. .. .. GS .. .. .. BV
.. .. .. .. .. .. .. .. .. AQ
"""
ROWS = [line.split() for line in LAYOUT.strip("\n").splitlines()]
TILES: dict[str, tuple[int, int]] = {
    code: (x, y) for y, row in enumerate(ROWS) for x, code in enumerate(row) if code != ".."
}
COLUMNS, LINES = max(map(len, ROWS)), len(ROWS)
