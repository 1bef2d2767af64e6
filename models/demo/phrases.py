"""How the world's analysts word what they state; True is for a check that passes."""

from __future__ import annotations

LOOK_AHEAD = {
    True: {
        "inputs are from the prior close": (
            "All inputs are from the prior close and trades are at the next open.",
            "The signal is formed on the prior close and traded one day later.",
        ),
        "filings carry their release date": (
            "Filings enter on their release date, as first reported.",
            "Each figure is dated by its release and used only after it.",
        ),
        "the data are point-in-time": (
            "Only point-in-time data are used, with a lag of one day.",
            "A point-in-time database was used for every input.",
        ),
    },
    False: {
        "it trades at the close it is computed from": (
            "The signal uses the closing price and is traded at that same close.",
            "Trades are assumed at the very close from which the signal is computed.",
        ),
        "it uses restated figures": (
            "The figures are as restated later.",
            "Restated accounts were used from the quarter's last day on.",
        ),
        "it is scaled by the full sample": (
            "The signal is scaled by its mean and deviation over the full sample.",
            "Thresholds were set on the full sample and applied from its start.",
        ),
    },
}
SURVIVORSHIP = {
    True: {
        "the dead names are included": (
            "Delisted names are included until their last day.",
            "The dead names stay in, with their final returns.",
        ),
        "membership is as of each date": (
            "Membership is taken as of each date.",
            "The list of names is rebuilt as of each date from archives.",
        ),
    },
    False: {
        "only today's members are used": (
            "The names are today's members, followed back in time.",
            "We took today's list of members for all years.",
        ),
        "the names that died were dropped": (
            "Names that died or merged were dropped.",
            "Names without a full history were removed, so those that died are gone.",
        ),
    },
}
CONFOUNDS = {
    True: (
        "Controlled for {factor}, the effect remains.",
        "The alpha stays after a regression on {factor}.",
        "Sorting on {factor} first leaves the effect unchanged.",
        "It survives neutralising {factor}.",
    ),
    False: (
        "Controlled for {factor}, the effect is gone.",
        "A regression on {factor} takes most of the alpha away.",
        "Sorting on {factor} first removes the effect.",
        "It vanishes on neutralising {factor}.",
    ),
}
MECHANISM = {
    True: (
        "{Payer} must trade at set dates and pay for it.",
        "It is paid by {payer}, who are bound by their mandates.",
        "The other side is {payer}, who pay for insurance.",
        "We earn what {payer} give up to trade at once.",
    ),
    False: (
        "Why it should work is not known.",
        "We have no story; the pattern came out of a search.",
        "No one has an idea who is on the other side.",
        "It was found by mining and is not explained yet.",
    ),
}
# Numbers follow the same word in every wording, so that so small a model finds them.
COSTS = (
    "Per trade we see gross {gross} bps against costs {cost} bps.",
    "A trade earns gross {gross} bps, with costs {cost} bps.",
    "Each trade has costs {cost} bps and makes gross {gross} bps.",
    "Trading: costs {cost} bps, gross {gross} bps.",
)
TESTING = (
    "It is the best of {variants} variants, at t {t}.",
    "We stand at t {t} after a search of {variants} variants.",
    "Out of {variants} variants tested, this one reaches t {t}.",
    "A grid of {variants} variants gave t {t}.",
)
SAMPLE = (
    "It was tested over {years} years.",
    "The backtest runs over {years} years.",
    "There are data over {years} years.",
    "The history goes over {years} years.",
)
INTROS = (
    "In {universe}, we use {signal} to predict {holding} returns.",
    "With {signal} we forecast {holding} returns in {universe}.",
    "We expect {signal} to rank {universe} by their {holding} returns.",
    "Buying {universe} on {signal} pays at a {holding} horizon.",
)
TITLES = (
    "{Signal} in {universe}",
    "{Signal}, {holding}",
    "{Signal} and {holding} returns in {universe}",
    "{Signal}",
)
