"""What the playground does not imitate, for its page and for whoever trusts a green test."""

OMISSIONS: list[dict[str, str]] = [
    {
        "what": "Conversations between people",
        "instead": "Everybody has one DM with the app; links to a colleague's chat only say where"
        " they would lead. Group DMs and private channels are missing.",
    },
    {
        "what": "Events about the bot's own messages, edits, deletions and reactions",
        "instead": "Slack sends them and Bolt drops most; here only people's messages are events.",
    },
    {
        "what": "Signed HTTP requests and OAuth",
        "instead": "The app speaks Socket Mode with the two fixed tokens.",
    },
    {
        "what": "Scheduled messages, reactions, pins, user groups, streams, canvases",
        "instead": "Their methods answer unknown_method.",
    },
    {
        "what": "Menus that load their options from the app (external_select)",
        "instead": "They are refused as an unsupported type.",
    },
    {
        "what": "The total length of a message's blocks",
        "instead": "Slack publishes no figure; refused above 13,200 characters as observed.",
    },
    {
        "what": "Formatting inside rich text and tables",
        "instead": "Only their outer shape is checked.",
    },
    {
        "what": "How Slack draws a chart",
        "instead": "Charts are checked by Slack's published limits and drawn as plain bars.",
    },
    {
        "what": "The line that shows a command which was answered for the whole channel",
        "instead": "Only the answer appears.",
    },
    {
        "what": "The delay until a new message shows in conversations.history",
        "instead": "History is complete at once.",
    },
    {
        "what": "Hiding posts above the rate limit",
        "instead": "They are always refused with 429 and Retry-After.",
    },
    {
        "what": "client_msg_id as a guard against doubles",
        "instead": "It is accepted and does nothing, since Slack promises nothing about it.",
    },
    {
        "what": "A response_url answer that does not say replace_original",
        "instead": "It replaces the clicked message unless it names a response_type.",
    },
    {
        "what": "The lines that tell who joined, left, renamed or archived a channel",
        "instead": "It happens without a line in the channel; the app gets the events.",
    },
    {
        "what": "Who may delete or archive",
        "instead": "People delete their own messages, admins all; archiving is for tests alone.",
    },
    {
        "what": "Guests and people of other companies",
        "instead": "They carry Slack's flags and team. What a guest may open is not held back.",
    },
    {
        "what": "The event that a status has come to its end, and nightly Do Not Disturb",
        "instead": "The status is gone by then; Do Not Disturb lasts once, until its end.",
    },
    {
        "what": "Several workspaces, Enterprise Grid, other languages",
        "instead": "One workspace of members who speak English.",
    },
    {
        "what": "Simulated members",
        "instead": "They choose by chance from a seed and write canned sentences. What they do says"
        " that the app holds out, not that people would do so.",
    },
]
