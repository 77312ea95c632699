from .page.folium_map import project_map as project_map
from .page.render import render_page as render_page
from .report.report import word_report as word_report
from .slides.deck import slide_deck as slide_deck
from .stills.picture import fact_sheets as fact_sheets
from .stills.picture import picture as picture
