from .page import project_map as project_map
from .page import render_page as render_page
from .pictures import fact_sheets as fact_sheets
from .pictures import picture as picture
from .slides import slide_deck as slide_deck
